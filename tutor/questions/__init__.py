"""What is being asked: intent, subjects, words that must be answered, follow-ups resolved."""

from tutor.questions.asking import Question, Reader
from tutor.questions.parts import parts_of

__all__ = ["Question", "Reader", "parts_of"]
