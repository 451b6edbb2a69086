"""What the browser asks of initiatives: `registration_*` without an account, `dossier_*` for both sides, `national_*`."""
