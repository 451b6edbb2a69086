from django.urls import path

from .views import messages, preferences

app_name = "notifications"
urlpatterns = [
    path("account/berichten/", preferences.preferences, name="preferences"),
    path("berichten/voorkeuren/<str:token>/", preferences.preferences_by_link, name="preferences_by_link"),
    path("landelijk/berichten/", messages.national_message_list, name="national_message_list"),
    path("landelijk/berichten/<uuid:pk>/opnieuw/", messages.national_message_retry, name="national_message_retry"),
    path("<slug:gemeente>/berichten/", messages.message_list, name="message_list"),
    path("<slug:gemeente>/berichten/<uuid:pk>/opnieuw/", messages.message_retry, name="message_retry"),
]
