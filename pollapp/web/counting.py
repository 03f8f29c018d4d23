"""Counts what plain requests are answered: for whoever watches the server (pollapp/metrics)."""

from flask import Flask, Response, g

from pollapp.metrics.figures import Figures


def count_answers(app: Flask, figures: Figures) -> None:
    """From now on, every answer of this app."""

    @app.after_request
    def count(answer: Response) -> Response:
        figures.pages[answer.status_code // 100] += 1
        if "refused" in g:
            figures.refused[g.refused] += 1
        return answer
