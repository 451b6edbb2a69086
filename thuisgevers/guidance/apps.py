from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "thuisgevers.guidance"
    verbose_name = "begeleiding"

    def ready(self) -> None:
        """Fill the registers of the floors below."""
        from thuisgevers.audit.subscriptions import subscribe

        from .panels import register_plan_panels
        from .panels_workspace import register_workspace_panels
        from .personal import register_sections
        from .sentences import tell_plan_events, tell_question_events
        from .sentences_workspace import tell_workspace_events
        from .services.plans import start_initiative_plan, start_municipal_plan
        from .services.questions.keeping import step_changed

        tell_plan_events()
        register_sections()
        tell_workspace_events()
        tell_question_events()
        register_plan_panels()
        register_workspace_panels()
        subscribe("initiatives.Initiative.register", start_initiative_plan)
        subscribe("members.Municipality.joined", start_municipal_plan)
        subscribe("guidance.StepPlanTemplate.publish", step_changed)
