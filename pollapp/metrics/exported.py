"""The figures as Prometheus' metrics, made when they are asked for. docs/operating.md names each; tests/metrics holds it to that."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import get_args

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from pollapp import __version__
from pollapp.metrics.figures import Figures, Spread, Standing, StoreFigures
from pollapp.store.log import Trouble


def registry(figures: Figures, store: StoreFigures, now: Callable[[], Standing]) -> CollectorRegistry:
    """What there is to watch of this process."""
    made = CollectorRegistry(auto_describe=False)
    made.register(_Exported(figures, store, now))
    ProcessCollector(registry=made)  # memory, processor, open files: where there is /proc
    return made


class _Exported(Collector):
    def __init__(self, figures: Figures, store: StoreFigures, now: Callable[[], Standing]) -> None:
        self._figures, self._store, self._now = figures, store, now

    def collect(self) -> Iterable[Metric]:
        yield _gauge("pollapp_info", "Always 1; which version this is.", {__version__: 1}, "version")
        yield from _standing(self._now())
        yield from _done(self._figures)
        yield from _spread_out(self._figures, self._store)


def _standing(now: Standing) -> Iterator[Metric]:
    yield GaugeMetricFamily("pollapp_sessions_watched", "Sessions that somebody has open here.", now.watched)
    yield GaugeMetricFamily("pollapp_sessions_in_memory", "Folded sessions that are kept here.", now.in_memory)
    yield _gauge("pollapp_sockets", "Sockets with a seat.", {"phone": 0, "console": 0, "projector": 0, **Counter(now.seats)}, "role")
    yield _gauge("pollapp_lines", "Open lines, with a seat or not.", {"websocket": 0, "polling": 0, **Counter(now.lines)}, "transport")
    yield _gauge(
        "pollapp_store_trouble",
        "1 while this is wrong with the store.",
        {each: each == now.trouble for each in get_args(Trouble)},
        "trouble",
    )


def _done(figures: Figures) -> Iterator[Metric]:
    yield CounterMetricFamily("pollapp_dots_acked", "Dots told that they count: placed, taken back, skipped.", figures.dots)
    yield CounterMetricFamily("pollapp_commands_acked", "Other commands told that they count.", figures.commands)
    yield CounterMetricFamily("pollapp_events_followed", "Events that another process stored and this one applied.", figures.followed)
    yield _counter("pollapp_refusals", "Refusals told, to messages and to pages.", figures.refused, "code")
    yield CounterMetricFamily("pollapp_marks", "Changes that watched sessions have seen.", figures.marks)
    yield CounterMetricFamily(
        "pollapp_broadcasts", "Times that views of a session were made, of all its changes by then.", figures.broadcasts
    )
    yield _counter("pollapp_views_sent", "Views sent, each socket counted.", {"phone": 0, "screen": 0, **figures.views}, "to")
    yield _counter("pollapp_pages", "Answers to plain requests.", {f"{digit}xx": count for digit, count in figures.pages.items()}, "status")


def _spread_out(figures: Figures, store: StoreFigures) -> Iterator[Metric]:
    yield _histogram("pollapp_ack_seconds", "From reading a message to its ack, stored and applied.", figures.ack)
    yield _histogram("pollapp_loop_lag_seconds", "How late a task wakes that wanted to sleep.", figures.late)
    yield _histogram("pollapp_commit_events", "Events stored by one commit.", store.group)
    yield _histogram("pollapp_commit_seconds", "Until a commit was durable, or had failed.", store.commit)
    yield _histogram("pollapp_fold_lag_seconds", "From there until its events were applied.", store.fold)


def _gauge(name: str, help: str, values: Mapping[str, float], label: str) -> Metric:
    family = GaugeMetricFamily(name, help, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def _counter(name: str, help: str, values: Mapping[str, float], label: str) -> Metric:
    family = CounterMetricFamily(name, help, labels=[label])
    for value, number in list(values.items()):
        family.add_metric([value], number)
    return family


def _histogram(name: str, help: str, spread: Spread) -> Metric:
    so_far, buckets = 0, []
    for bound, count in zip((*map(str, map(float, spread.bounds)), "+Inf"), spread.counts, strict=True):
        so_far += count
        buckets.append((bound, so_far))
    return HistogramMetricFamily(name, help, buckets=buckets, sum_value=spread.total)
