"""pollapp runs the ethics grid live in a classroom: phones place dots, a projector shows where the room stands."""

__version__ = "0.1.0"
