"""What went wrong, as a plain page: what it is and what to do."""

from __future__ import annotations

import logging
from typing import Any, Final

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from tianbao.store import NotThere, StoreUnusable
from tianbao.web.access import current_user
from tianbao.web.language import t

LOG = logging.getLogger(__name__)

API: Final = "/api"

# Status → what it says, and what to do.
TOLD: Final = {
    400: ("请求有误", "表单可能已过期，请返回后刷新页面再试。"),
    401: ("请先登录", "请登录后再试。"),
    403: ("没有权限", "你的角色不能做这件事；如确有需要，请联系管理员。"),
    404: ("没有找到", "页面不存在，或材料已被删除。"),
    405: ("请求有误", "请从页面上的按钮操作。"),
    409: ("已被他人修改", "请查看他人的修改后再试。"),
    413: ("文件过大", "请分批上传，或压缩文件中的图片后再上传。"),
    415: ("文件类型不支持", "请上传Word、PDF、图片、邮件或压缩包。"),
    422: ("无法处理", "请检查所填内容。"),
    429: ("尝试次数过多", "请15分钟后再试，或请管理员重设密码。"),
    500: ("程序出错", "错误已记入日志；请稍后再试，仍不行请联系管理员。"),
    503: ("暂时不能使用", "数据库或所需程序当前不可用，请稍后再试。"),
}


def init(app: Flask) -> None:
    """Pages for every error; the HTTP interface below `/api` keeps the handler that it has."""
    of_interface = app.error_handler_spec[None][None].get(HTTPException)

    def answer(error: Any) -> Any:
        if request.path.startswith(f"{API}/") and of_interface is not None:
            return of_interface(error)
        return page(error)

    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(NotThere, lambda error: answer(NotFound()))
    app.register_error_handler(StoreUnusable, _unusable(answer))


def _unusable(answer: Any) -> Any:
    def log(error: StoreUnusable) -> Any:
        LOG.error("%s", error)
        return answer(ServiceUnavailable())

    return log


def page(error: HTTPException) -> AnyResponse:
    """The page of an error; who isn't known is sent to sign in and comes back."""
    if isinstance(error, InternalServerError):
        LOG.error("%s %s", request.method, request.path, exc_info=error.original_exception)
    if error.code == 401:
        return _to_sign_in()
    if error.response is not None:
        return make_response(error.response)
    title, cure = TOLD.get(error.code or 500, TOLD[400 if (error.code or 500) < 500 else 500])
    template = "part_error.html" if is_part() else "error.html"
    told = {"status": error.code, "title": t(title), "cure": t(cure)}
    return Response(render_template(template, **told), error.code, _headers(error))


def is_part() -> bool:
    """Whether htmx asks, for a part of the page that is open."""
    return "HX-Request" in request.headers


def _headers(error: HTTPException) -> dict[str, str]:
    """The error's own headers (`Allow`, `Retry-After`), without those of its text."""
    own = {name: str(value) for name, value in error.get_headers() if name != "Content-Type"}
    return own | {"Content-Type": "text/html; charset=utf-8"}


def _to_sign_in() -> AnyResponse:
    target = request.full_path.rstrip("?") if request.method == "GET" and not is_part() else None
    place = url_for("sign_in.show", next=target)
    if is_part():
        return Response(status=401, headers={"HX-Redirect": place})
    return redirect(place, 303)


def signed_in() -> bool:
    """Whether the page that tells of an error may show the navigation."""
    try:
        return current_user() is not None
    except StoreUnusable:
        return False
