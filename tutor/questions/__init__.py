"""What is being asked: intent, subjects, words that must be answered, follow-ups resolved."""

from tutor.questions.asking import HEAVIEST, Question, Reader
from tutor.questions.intents import asking_words, everyday_words
from tutor.questions.parts import parts_of

__all__ = ["HEAVIEST", "Question", "Reader", "asking_words", "everyday_words", "parts_of"]
