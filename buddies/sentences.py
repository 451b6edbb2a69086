"""How the log reads of buddies."""

from thuisgevers.audit.timeline import tell


def tell_buddy_events() -> None:
    """Called once, from AppConfig.ready()."""
    for verb, text, icon in (
        ("apply", "heeft zich aangemeld als buddy", "user-plus"),
        ("confirm", "heeft de aanmelding bevestigd", "mail-check"),
        ("assign", "heeft de buddy bij een initiatief ingedeeld", "arrow-right"),
        ("start_intake", "is de kennismaking begonnen", "message"),
        ("intake", "heeft iets van de kennismaking afgevinkt", "check"),
        ("vog", "heeft iets over de VOG vastgelegd", "shield-check"),
        ("admit", "heeft de buddy toegelaten", "user-check"),
        ("decline", "is niet verder gegaan met deze aanmelding", "user-x"),
        ("edit", "heeft de gegevens van de buddy gewijzigd", "pencil"),
        ("pause", "heeft een pauze ingelast", "player-pause"),
        ("resume", "is weer beschikbaar", "player-play"),
        ("leave", "is gestopt als buddy", "door-exit"),
        ("account", "heeft het account geopend", "key"),
    ):
        tell(f"buddies.Buddy.{verb}", text, icon)
    for verb, text, icon in (
        ("propose", "heeft een koppel voorgesteld", "heart-handshake"),
        ("buddy_answer", "heeft geantwoord op het voorstel", "message-check"),
        ("household_answer", "heeft het antwoord van het huishouden vastgelegd", "message-check"),
        ("accept", "heeft het ja van beide kanten", "check"),
        ("decline", "zei nee tegen het voorstel", "x"),
        ("expire", "liet het voorstel verlopen", "clock-x"),
        ("withdraw", "heeft het voorstel ingetrokken", "arrow-back-up"),
        ("meeting", "heeft de eerste ontmoeting gepland", "calendar-event"),
        ("backup", "heeft een achterwacht genoemd", "users"),
        ("start", "is van start gegaan", "player-play"),
        ("pause", "heeft het koppel gepauzeerd", "player-pause"),
        ("move_pause", "heeft een andere laatste dag voor de pauze gekozen", "calendar-event"),
        ("resume", "heeft het koppel hervat", "player-play"),
        ("end_pause", "de pauze van het koppel was voorbij", "player-play"),
        ("conclude", "heeft het koppel afgerond", "flag"),
        ("depart", "het koppel is afgerond omdat het huishouden weg is", "flag"),
        ("fall_away", "het voorstel verviel omdat het huishouden weg is", "arrow-back-up"),
        ("home_left", "het huishouden verliet de woning; gevraagd is of het koppel doorgaat", "home-move"),
        ("go_on", "heeft vastgelegd dat het koppel doorgaat", "player-play"),
        ("hand_over", "heeft het koppel overgedragen", "arrows-exchange"),
        ("nudge", "heeft gevraagd hoe het gaat", "bell"),
        ("quiet_asked", "na een week stilte is de buddy gevraagd hoe het gaat", "bell"),
        ("quiet_told", "na twee weken stilte hoorde de buddycoördinator het", "bell"),
        ("quiet_conclude", "na drie maanden stilte ligt er een voorstel om af te ronden", "flag"),
    ):
        tell(f"buddies.BuddyMatch.{verb}", text, icon)
    tell("buddies.HouseholdWish.edit", "heeft de wensen van het huishouden vastgelegd", "list-check")
    tell("buddies.FreeVogFact.edit", "heeft de voorwaarden voor een gratis VOG nagelopen", "shield-check")
    tell("buddies.BuddySettings.edit", "heeft de afspraken over buddy's gewijzigd", "adjustments")
    for verb, text, icon in (
        ("make", "heeft een kaart voor de bewoners gemaakt", "qrcode"),
        ("print", "heeft de kaart klaar om te printen", "printer"),
        ("fail", "kon de kaart niet maken", "alert-triangle"),
        ("fetch", "heeft de kaart opgehaald om te printen", "download"),
        ("revoke", "heeft een bewonerskaart ingetrokken", "ban"),
        ("stop_sharing", "deelt niets meer met vrijwilligers", "eye-off"),
        ("share_again", "deelt weer met vrijwilligers", "eye"),
    ):
        tell(f"buddies.WelcomeCard.{verb}", text, icon)
    tell("buddies.ResidentMessage.write", "heeft de gemeente geschreven", "message")
    tell("buddies.ResidentMessage.answer", "heeft de bewoner geantwoord", "message-check")
    tell("buddies.RadarSnooze.put_off", "heeft een punt over buddy's uitgesteld", "hourglass")
    tell("buddies.RadarSnooze.bring_back", "heeft een uitgesteld punt teruggezet", "arrow-back-up")
