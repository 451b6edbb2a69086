"""One Redis address, in the dialects of those who read it."""

from urllib.parse import parse_qsl, urlencode, urlsplit


def celery_broker_url(redis_url: str, *, database: int | None = None) -> str:
    """REDIS_URL as Celery's transport wants it: `unix:///path?db=0` becomes `redis+socket:///path?virtual_host=0`.

    Addresses of other schemes stay as they are, but for another database number where one is asked for.
    """
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url if database is None else parts._replace(path=f"/{database}").geturl()
    options = dict(parse_qsl(parts.query))
    number = options.pop("db", "0")
    options["virtual_host"] = str(number if database is None else database)
    if parts.username:
        options.setdefault("username", parts.username)
    return f"redis+socket://{parts.path}?{urlencode(options)}"
