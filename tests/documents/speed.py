"""The agreement beside its control, for the benchmark and for the test that holds the limit.

Ours is everything a worker does between the row and the bytes: filling the model in, composing the page, rendering
it strictly. The control is WeasyPrint alone on the same HTML, with the same fonts ready.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from weasyprint import HTML

from tests.factories.documents import AGREEMENT, example_html, metadata
from thuisgevers.documents.composing import Imprint, compose_html
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds import SPECIFICATIONS
from thuisgevers.documents.rendering import pdf, render_pdf
from thuisgevers.documents.rendering.assets import AssetFetcher
from thuisgevers.documents.rendering.fonts import LATIN
from thuisgevers.documents.wording.national import read_national_models

KIND = DocumentKind.COOPERATION_AGREEMENT
LIMIT = 1.2


def agreement_pair() -> tuple[Callable[[], object], Callable[[], object]]:
    """`(ours, control)`, both ready to be timed."""
    model = next(model for model in read_national_models() if model.kind == KIND)
    imprint = Imprint("TG-2026-7K4Q9", 2, 1, "22 november 2026")
    html = example_html(KIND)
    fonts, counters, sheet = pdf._house_style(LATIN)

    def ours() -> object:
        page = compose_html(
            specification=SPECIFICATIONS[KIND],
            title=model.title,
            sections=model.sections,
            snapshot=AGREEMENT.snapshot(),
            imprint=imprint,
        )
        return render_pdf(page, metadata=metadata())

    def control() -> object:
        return HTML(string=html, url_fetcher=AssetFetcher()).write_pdf(
            font_config=fonts, counter_style=counters.copy(), stylesheets=[sheet], pdf_variant="pdf/ua-1"
        )

    ours()
    control()
    return ours, control


def cpu_ratio(rounds: int = 7) -> float:
    """The median over interleaved rounds of our CPU time divided by the control's."""
    ours, control = agreement_pair()
    ratios = []
    for _ in range(rounds):
        start = time.process_time()
        ours()
        between = time.process_time()
        control()
        ratios.append((between - start) / (time.process_time() - between))
    return statistics.median(ratios)
