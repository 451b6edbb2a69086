from .availability import AvailabilityAsk, OwnerCall
from .consent import OwnerConsent, PropertyAttachment
from .defect import OPEN_DEFECTS, UNANSWERED, DefectAttachment, DefectReport, DefectUpdate
from .household import CoaAllocation, Household, StatusHolder
from .imports import ImportJob
from .matching import MatchingProposal, MatchingRun, MatchingWeights
from .nights import HousingFigure, NightsFreed
from .organisation import Organisation
from .placement import OCCUPYING, FollowOnHousing, HouseholdCard, Placement
from .placement_task import PlacementTask
from .property import Property, PropertyContact
from .quota import HousingQuota
from .settings import HousingSettings
from .suitability import OPEN_ASSESSMENTS, Assessment, CheckAttachment, SuitabilityCheck, SuitabilityCriterion
from .transfers import HouseholdTransfer, PlacingAgreement, TransferPackage
from .unit import DwellingUnit, UnitClosure
from .viewing import Viewing

__all__ = [
    "OCCUPYING",
    "OPEN_ASSESSMENTS",
    "OPEN_DEFECTS",
    "UNANSWERED",
    "Assessment",
    "AvailabilityAsk",
    "CheckAttachment",
    "CoaAllocation",
    "DefectAttachment",
    "DefectReport",
    "DefectUpdate",
    "DwellingUnit",
    "FollowOnHousing",
    "Household",
    "HouseholdCard",
    "HouseholdTransfer",
    "HousingFigure",
    "HousingQuota",
    "HousingSettings",
    "ImportJob",
    "MatchingProposal",
    "MatchingRun",
    "MatchingWeights",
    "NightsFreed",
    "Organisation",
    "OwnerCall",
    "OwnerConsent",
    "Placement",
    "PlacementTask",
    "PlacingAgreement",
    "Property",
    "PropertyAttachment",
    "PropertyContact",
    "StatusHolder",
    "SuitabilityCheck",
    "SuitabilityCriterion",
    "TransferPackage",
    "UnitClosure",
    "Viewing",
]
