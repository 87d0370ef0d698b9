"""The web application: people review what was read, in a browser, on this machine or in the office.

app = create_app(open_store("./store"))
serve(app)                                   # tianbao.web.serving
"""

from tianbao.web.app import create_app

__all__ = ["create_app"]
