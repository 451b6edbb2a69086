from django.urls import URLPattern, URLResolver, include, path

app_name = "guidance"

PARTS: tuple[str, ...] = (
    "plans",
    "own_steps",
    "learning",
    "support",
    "week",
    "templates",
    "sessions",
    "workspace",
    "questions",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"thuisgevers.guidance.routes.{part}")) for part in PARTS
]
