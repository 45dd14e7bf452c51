"""What kind of answer a wording wants."""

from __future__ import annotations

import pytest

from tutor.questions.intents import intent_of
from tutor.values import Intent

WORDINGS = [
    ("What is a monstera?", 1, Intent.DEFINITION),
    ("define oxidised", 0, Intent.DEFINITION),
    ("define tyre pressure", 0, Intent.DEFINITION),
    ("whats green tea", 1, Intent.DEFINITION),
    ("would you kindly tell me what BPA means", 0, Intent.DEFINITION),
    ("Tell me about green tea", 1, Intent.DEFINITION),
    ("one line explanation of green tea", 1, Intent.DEFINITION),
    ("What does BPA stand for?", 0, Intent.DEFINITION),
    ("what does a weight limit on the rack mean", 0, Intent.DEFINITION),
    ("what exactly is green tea", 1, Intent.DEFINITION),
    ("what counts as green tea", 1, Intent.DEFINITION),
    ("oxidation meaning", 0, Intent.DEFINITION),
    ("frame lag what is that", 0, Intent.DEFINITION),
    ("what does a saucer do", 0, Intent.DEFINITION),
    ("How many bags does a caddy hold?", 0, Intent.NUMBER),
    ("how often should I water it", 0, Intent.NUMBER),
    ("What temperature is green tea brewed at?", 1, Intent.NUMBER),
    ("What's the maximum pressure of a tyre?", 0, Intent.NUMBER),
    ("At what pressure do I stop?", 0, Intent.NUMBER),
    ("biggest caddy", 0, Intent.NUMBER),
    ("most bags you can have in a caddy", 0, Intent.NUMBER),
    ("what % of tea is oxidised", 0, Intent.NUMBER),
    ("cups per caddy", 0, Intent.NUMBER),
    ("What does a caddy add to the bill?", 0, Intent.NUMBER),
    ("my shop is growing, from what weight do I pay", 0, Intent.NUMBER),
    ("what storage size fits a caddy", 0, Intent.NUMBER),
    ("biggest advantage of a caddy", 0, Intent.OTHER),
    ("List the kinds of green tea", 1, Intent.LIST),
    ("ways to avoid a bitter tea", 0, Intent.LIST),
    ("In which months is tea picked?", 0, Intent.LIST),
    ("whats planned for lesson 5", 0, Intent.LIST),
    ("best water temperature of green tea", 0, Intent.NUMBER),
    ("what does a full kettle weigh", 0, Intent.NUMBER),
    ("On what date is the tasting?", 0, Intent.NUMBER),
    ("what goes into the caddy", 0, Intent.LIST),
    ("Which tools do I take along?", 0, Intent.LIST),
    ("What are the limitations of a dynamo?", 0, Intent.LIST),
    ("tips for repotting", 0, Intent.LIST),
    ("what does the tea house bill me for", 0, Intent.LIST),
    ("what are we charged for", 0, Intent.LIST),
    ("what is the hourly charge for a table", 0, Intent.DEFINITION),
    ("what are the minimum contents of a tea chest", 0, Intent.LIST),
    ("who takes part in a tasting", 0, Intent.LIST),
    ("in what case is a caddy better than a tin", 2, Intent.WHEN_TO_USE),
    ("When should I choose a monstera?", 1, Intent.WHEN_TO_USE),
    ("What is terracotta good for?", 1, Intent.WHEN_TO_USE),
    ("when should I put a saucer below", 0, Intent.WHEN_TO_USE),
    ("whens a saucer handy", 0, Intent.WHEN_TO_USE),
    ("is there any situation where a saucer makes sense", 0, Intent.WHEN_TO_USE),
    ("for what kind of roots is a saucer right", 0, Intent.WHEN_TO_USE),
    ("when would I water it twice", 0, Intent.WHEN_TO_USE),
    ("when am I allowed to pick", 0, Intent.WHEN_TO_USE),
    ("when is a dynamo worth it", 0, Intent.WHEN_TO_USE),
    ("my lamp is dark, when is a dynamo worth it", 0, Intent.WHEN_TO_USE),
    ("which teas can't be steeped twice", 0, Intent.WHEN_NOT),
    ("which cups are wrong for green tea", 1, Intent.WHEN_NOT),
    ("When should I not choose a monstera?", 1, Intent.WHEN_NOT),
    ("When shouldn't I oil the chain?", 0, Intent.WHEN_NOT),
    ("when shouldnt i oil the chain", 0, Intent.WHEN_NOT),
    ("When shouldn’t I oil the chain?", 0, Intent.WHEN_NOT),
    ("When is a monstera a bad choice?", 1, Intent.WHEN_NOT),
    ("when is a monstera a no-go", 1, Intent.WHEN_NOT),
    ("in which situations is a dynamo wrong", 0, Intent.WHEN_NOT),
    ("what rules out a monstera", 1, Intent.WHEN_NOT),
    ("what will a key value store never give me", 0, Intent.WHEN_NOT),
    ("what should a saucer not stand on", 0, Intent.WHEN_NOT),
    ("which plants are better left without a saucer", 0, Intent.WHEN_NOT),
    ("is a dynamo worth it", 0, Intent.WHEN_NOT),
    ("when should I stay away from a dynamo, whats the catch", 0, Intent.WHEN_NOT),
    ("What are the drawbacks of terracotta?", 1, Intent.WHEN_NOT),
    ("Why does a pot have holes?", 0, Intent.WHY),
    ("What's the point of repotting?", 0, Intent.WHY),
    ("what's so bad about a saucer", 0, Intent.WHY),
    ("whats the point of a saucer", 0, Intent.WHY),
    ("Could you tell me the reason the pot has holes?", 0, Intent.WHY),
    ("For what reasons would I repot it", 0, Intent.WHY),
    ("the leaves are yellow, what's wrong", 0, Intent.WHY),
    ("terracotta - why no saucer below", 0, Intent.WHY),
    ("How do I repot a monstera?", 1, Intent.HOW),
    ("steps of going back to a point in time", 0, Intent.HOW),
    ("whats the command to go back to a certain time", 0, Intent.HOW),
    ("please explain how the caddy works, I forget how much it holds", 0, Intent.HOW),
    ("and how does oxidation work?", 0, Intent.HOW),
    ("Is green tea steamed?", 1, Intent.YES_NO),
    ("green tea is steamed, right?", 1, Intent.YES_NO),
    ("a monstera + a snake plant in a bedroom, possible together?", 2, Intent.YES_NO),
    ("what is possible together", 0, Intent.DEFINITION),
    ("what a saucer is", 0, Intent.DEFINITION),
    ("so can it stand in the sun?", 0, Intent.YES_NO),
    ("if I cut the roots does the plant survive", 0, Intent.YES_NO),
    ("can a cutting be in a different pot", 2, Intent.YES_NO),
    ("Can you explain oxidation?", 0, Intent.DEFINITION),
    ("green tea vs black tea", 2, Intent.COMPARISON),
    ("What is the difference between green and black tea?", 2, Intent.COMPARISON),
    ("monstera or snake plant?", 2, Intent.COMPARISON),
    ("how are green and black tea different in taste", 2, Intent.COMPARISON),
    ("Which port does the pump listen on when it's not locked", 0, Intent.NUMBER),
    ("how long does it live when it is not watered", 0, Intent.NUMBER),
    ("what's the heaviest pot we carry", 0, Intent.NUMBER),
    ("What does a saucer add to the bill for a pot", 0, Intent.NUMBER),
    ("what does a saucer add to the cost", 0, Intent.NUMBER),
    ("which jobs suit a watering can", 0, Intent.WHEN_TO_USE),
    ("which situations warrant a new pot", 0, Intent.WHEN_TO_USE),
    ("Who bred the first one", 0, Intent.OTHER),
    ("what is a wheel made of", 0, Intent.OTHER),
    ("yellow leaves, what's done", 0, Intent.OTHER),
    ("", 0, Intent.OTHER),
]


@pytest.mark.parametrize(("wording", "subjects", "intent"), WORDINGS)
def test_a_wording_wants_its_kind_of_answer(wording: str, subjects: int, intent: Intent) -> None:
    assert intent_of(wording, subjects) is intent


def test_nothing_is_compared_with_one_thing_alone() -> None:
    assert intent_of("Compare monstera", 1) is not Intent.COMPARISON


def test_every_kind_that_notes_can_answer_has_a_wording_here() -> None:
    asked_otherwise = {Intent.SELECTION, Intent.CALCULATION}

    assert {intent for _, _, intent in WORDINGS} == set(Intent) - asked_otherwise
