from .defect import OPEN_DEFECTS, UNANSWERED, DefectReport, DefectUpdate
from .household import CoaAllocation, Household, StatusHolder
from .organisation import Organisation
from .nights import HousingFigure, NightsFreed
from .placement import OCCUPYING, FollowOnHousing, HouseholdCard, Placement
from .placement_task import PlacementTask
from .property import Property, PropertyContact
from .quota import HousingQuota
from .settings import HousingSettings
from .suitability import OPEN_ASSESSMENTS, Assessment, SuitabilityCheck, SuitabilityCriterion
from .unit import DwellingUnit, UnitClosure

__all__ = [
    "OCCUPYING",
    "OPEN_ASSESSMENTS",
    "OPEN_DEFECTS",
    "UNANSWERED",
    "Assessment",
    "CoaAllocation",
    "DefectReport",
    "DefectUpdate",
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
    "SuitabilityCheck",
    "SuitabilityCriterion",
    "UnitClosure",
]
