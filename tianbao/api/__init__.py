"""The HTTP interface below `/api`, described by OpenAPI 3.1 at `/api/openapi.json`."""

from tianbao.api.interface import register

__all__ = ["register"]
