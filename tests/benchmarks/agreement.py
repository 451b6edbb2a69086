"""The agreement beside bare WeasyPrint, control (c). The pair is the one that a test holds to the same limit."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.measuring import Measured, compare, own_cpu
from tests.documents.speed import LIMIT, agreement_pair


@dataclass(frozen=True)
class AgreementResult:
    measured: Measured
    limit: float = LIMIT

    @property
    def holds(self) -> bool:
        return self.measured.ratio <= self.limit


def measure_agreement(*, rounds: int) -> AgreementResult:
    ours, control = agreement_pair()
    return AgreementResult(compare(ours, control, clock=own_cpu, rounds=rounds, repeats=1))
