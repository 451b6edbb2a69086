from django.urls import path

from thuisgevers.guidance.views import week

urlpatterns = [path("deze-week/", week.this_week, name="this_week")]
