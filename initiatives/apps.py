from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "initiatieven"

    def ready(self) -> None:
        """Fill the registers of the floors below: documents, events and how they are told."""
        from thuisgevers.audit import subscriptions
        from thuisgevers.common import slots

        from .documents import register_kinds
        from .panels import (
            agreement_of_property,
            dossier_of_property,
            initiative_of_team,
            initiatives_of_teams,
            path_to_dossier,
        )
        from .personal import register_sections
        from .sentences import tell_events
        from .services.documents_ready import tell_document_ready
        from .services.first_answers import welcome_waiting

        register_kinds()
        tell_events()
        register_sections()
        slots.register("members.team", "initiatives.name", None, initiative_of_team, "initiatives/team_name.html")
        slots.register(
            "members.own_teams", "initiatives.names", None, initiatives_of_teams, "initiatives/team_names.html"
        )
        slots.register(
            "property.detail",
            "initiatives.dossier",
            None,
            dossier_of_property,
            "initiatives/property_dossier.html",
            order=10,
        )
        slots.register(
            "property.own",
            "initiatives.agreement",
            None,
            agreement_of_property,
            "initiatives/property_agreement.html",
            order=10,
        )
        slots.register("documents.document", "initiatives.path", None, path_to_dossier, "components/breadcrumbs.html")
        subscriptions.subscribe("documents.Document.finish", tell_document_ready)
        subscriptions.subscribe("members.Municipality.joined", welcome_waiting)
