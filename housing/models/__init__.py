from .household import CoaAllocation, Household, StatusHolder
from .organisation import Organisation
from .placement import OCCUPYING, FollowOnHousing, HouseholdCard, Placement
from .property import Property, PropertyContact
from .settings import HousingSettings
from .unit import DwellingUnit, UnitClosure

__all__ = [
    "OCCUPYING",
    "CoaAllocation",
    "DwellingUnit",
    "FollowOnHousing",
    "Household",
    "HouseholdCard",
    "HousingSettings",
    "Organisation",
    "Placement",
    "Property",
    "PropertyContact",
    "StatusHolder",
    "UnitClosure",
]
