"""Evidence to answers: choose, order and cite statements, or say that the notes do not cover the question."""

from tutor.answering.tutor import Tutor

__all__ = ["Tutor"]
