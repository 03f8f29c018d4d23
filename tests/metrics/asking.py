"""What Prometheus would read of an app, by name."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from pollapp.app import Parts
from pollapp.metrics.exported import registry

Values = dict[tuple[str, str], float]  # (name, the label's value or "") → number


def of(parts: Parts) -> CollectorRegistry:
    return registry(parts.figures, parts.log.figures, parts.standing)


def text(parts: Parts) -> str:
    return generate_latest(of(parts)).decode()


def values(parts: Parts) -> Values:
    return read(text(parts))


def read(exported: str) -> Values:
    families = text_string_to_metric_families(exported)
    return {(sample.name, next(iter(sample.labels.values()), "")): sample.value for family in families for sample in family.samples}


def grown(before: Values, after: Values) -> Values:
    """What is another number than before; what was not there before was 0."""
    return {name: value - before.get(name, 0) for name, value in after.items() if value != before.get(name, 0)}


def named(values: Iterable[tuple[str, str]]) -> set[str]:
    return {name for name, _ in values}
