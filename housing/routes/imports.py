from django.urls import URLPattern, path

from housing.views import imports

_LIST = "<slug:gemeente>/import"
_ONE = f"{_LIST}/<uuid:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{_LIST}/", imports.import_list, name="import_list"),
    path(f"{_LIST}/sjabloon/<slug:kind>/", imports.import_template, name="import_template"),
    path(f"{_ONE}/", imports.import_detail, name="import_detail"),
    path(f"{_ONE}/start/", imports.import_start, name="import_start"),
    path(f"{_ONE}/stop/", imports.import_cancel, name="import_cancel"),
    path(f"{_ONE}/fouten/", imports.import_problems, name="import_problems"),
]
