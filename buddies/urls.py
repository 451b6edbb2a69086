"""Buddies: becoming one, one's own households, and the desk of who looks after them."""

from .routes import municipal, public, signals

app_name = "buddies"
urlpatterns = [*public.urlpatterns, *signals.urlpatterns, *municipal.urlpatterns]
