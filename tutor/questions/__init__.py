"""What is being asked: intent, subjects, words that must be answered, follow-ups resolved."""

from tutor.questions.asking import Question, Reader

__all__ = ["Question", "Reader"]
