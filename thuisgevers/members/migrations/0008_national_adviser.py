from django.db import migrations, models

from thuisgevers.common.migrating import at_once


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_national_invitations_security"),
    ]

    operations = [
        migrations.AlterField(
            model_name="grantrequest",
            name="role",
            field=models.CharField(
                choices=[
                    ("lead_volunteer", "trekker"),
                    ("volunteer", "vrijwilliger"),
                    ("property_owner", "eigenaar / kerkrentmeester"),
                    ("buddy_coordinator", "buddycoördinator"),
                    ("buddy", "buddy"),
                    ("viewer", "raadpleger"),
                    ("case_handler", "behandelaar"),
                    ("case_coordinator", "coördinator"),
                    ("municipal_liaison", "kwartiermaker"),
                    ("pioneer", "pionier"),
                    ("national_coordinator", "landelijk coördinator"),
                    ("confidential_adviser", "vertrouwenspersoon"),
                    ("national_adviser", "landelijk vertrouwenspersoon"),
                ],
                max_length=24,
                verbose_name="rol",
            ),
        ),
        migrations.AlterField(
            model_name="grantrequestevent",
            name="role",
            field=models.CharField(
                choices=[
                    ("lead_volunteer", "trekker"),
                    ("volunteer", "vrijwilliger"),
                    ("property_owner", "eigenaar / kerkrentmeester"),
                    ("buddy_coordinator", "buddycoördinator"),
                    ("buddy", "buddy"),
                    ("viewer", "raadpleger"),
                    ("case_handler", "behandelaar"),
                    ("case_coordinator", "coördinator"),
                    ("municipal_liaison", "kwartiermaker"),
                    ("pioneer", "pionier"),
                    ("national_coordinator", "landelijk coördinator"),
                    ("confidential_adviser", "vertrouwenspersoon"),
                    ("national_adviser", "landelijk vertrouwenspersoon"),
                ],
                max_length=24,
                verbose_name="rol",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("lead_volunteer", "trekker"),
                    ("volunteer", "vrijwilliger"),
                    ("property_owner", "eigenaar / kerkrentmeester"),
                    ("buddy_coordinator", "buddycoördinator"),
                    ("buddy", "buddy"),
                    ("viewer", "raadpleger"),
                    ("case_handler", "behandelaar"),
                    ("case_coordinator", "coördinator"),
                    ("municipal_liaison", "kwartiermaker"),
                    ("pioneer", "pionier"),
                    ("national_coordinator", "landelijk coördinator"),
                    ("confidential_adviser", "vertrouwenspersoon"),
                    ("national_adviser", "landelijk vertrouwenspersoon"),
                ],
                max_length=24,
                verbose_name="rol",
            ),
        ),
        migrations.AlterField(
            model_name="invitationevent",
            name="role",
            field=models.CharField(
                choices=[
                    ("lead_volunteer", "trekker"),
                    ("volunteer", "vrijwilliger"),
                    ("property_owner", "eigenaar / kerkrentmeester"),
                    ("buddy_coordinator", "buddycoördinator"),
                    ("buddy", "buddy"),
                    ("viewer", "raadpleger"),
                    ("case_handler", "behandelaar"),
                    ("case_coordinator", "coördinator"),
                    ("municipal_liaison", "kwartiermaker"),
                    ("pioneer", "pionier"),
                    ("national_coordinator", "landelijk coördinator"),
                    ("confidential_adviser", "vertrouwenspersoon"),
                    ("national_adviser", "landelijk vertrouwenspersoon"),
                ],
                max_length=24,
                verbose_name="rol",
            ),
        ),
    ]
    operations = at_once(operations)
