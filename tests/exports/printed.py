"""The PDF of a report, what of the report it does not say, and the report of a session that has gone all the way."""

from pollapp.domain.report import Report, report
from pollapp.exports.about import About
from pollapp.exports.pdf.export import report_pdf
from pollapp.exports.pdf.letters import printable
from pollapp.exports.telling.tell import tell
from tests.exports.pages import all_told
from tests.exports.pdfs import Pdf
from tests.exports.talked import talked

ABOUT = About("472918", "2026-12-24")


def pdf_of(result: Report, about: About = ABOUT) -> Pdf:
    return Pdf(report_pdf(result, about))


def missing(result: Report, about: About, pdf: Pdf) -> list[str]:
    return [sentence for sentence in all_told(printable(tell(result, about))) if not pdf.says(sentence)]


def everything() -> Report:
    return report(talked(), notes=True)
