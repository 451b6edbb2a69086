from .household import CoaAllocation, Household, StatusHolder
from .organisation import Organisation
from .nights import HousingFigure, NightsFreed
from .placement import OCCUPYING, FollowOnHousing, HouseholdCard, Placement
from .placement_task import PlacementTask
from .property import Property, PropertyContact
from .quota import HousingQuota
from .settings import HousingSettings
from .unit import DwellingUnit, UnitClosure

__all__ = [
    "OCCUPYING",
    "CoaAllocation",
    "DwellingUnit",
    "FollowOnHousing",
    "Household",
    "HouseholdCard",
    "HousingFigure",
    "HousingQuota",
    "HousingSettings",
    "NightsFreed",
    "Organisation",
    "Placement",
    "PlacementTask",
    "Property",
    "PropertyContact",
    "StatusHolder",
    "UnitClosure",
]
