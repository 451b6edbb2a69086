from django.urls import include, path

app_name = "housing"

urlpatterns = [
    path("", include(f"housing.routes.{part}"))
    for part in (
        "properties",
        "suitability",
        "defects",
        "households",
        "imports",
        "placements",
        "quota",
        "matching",
    )
]
