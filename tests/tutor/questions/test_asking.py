"""A question as it was typed to what it asks, over notes and within a conversation."""

from __future__ import annotations

import pytest

from tutor.answering import Tutor
from tutor.questions import Reader
from tutor.subjects import Subject, Subjects
from tutor.values import Intent, Turn

MONSTERA = Turn("How often is a monstera watered?", ("Monstera",))


@pytest.fixture(scope="module")
def reader(tutor: Tutor) -> Reader:
    return tutor.reader


@pytest.mark.parametrize("name", ["snake plant", "Snake-Plant", "SNAKEPLANT", "snake plants", "snake_plant"])
def test_a_name_may_be_spelled_loosely(reader: Reader, name: str) -> None:
    assert reader.read(f"How often is a {name} watered?").subjects == ("Snake plant",)


def test_a_mistyped_name_is_found(reader: Reader) -> None:
    assert reader.read("How often is a monstrea watered?").subjects == ("Monstera",)


def test_the_question_is_kept_as_it_was_typed(reader: Reader) -> None:
    read = reader.read("  Is a monstrea watred?  ")

    assert (read.text, read.search) == ("Is a monstrea watred?", "Is a monstera watered?")


def test_a_word_of_english_that_the_notes_never_use_is_no_typing_error(reader: Reader) -> None:
    read = reader.read("Which planet is the largest?")

    assert "planet" in read.search
    assert "planet" in read.unknown


def test_words_to_be_answered_leave_out_the_subject_and_what_only_asks(reader: Reader) -> None:
    read = reader.read("Why does the pot of a monstera have holes, what is the reason?")

    assert set(read.words) == {"pot", "hole"}
    assert read.named == ("monstera",)


def test_the_edition_of_a_thing_is_asked_for_though_a_name_is_written_with_it() -> None:
    subjects = Subjects([Subject("Kiln", "oven", aliases=("Kiln v1", "Kiln v2"))])

    read = Reader(subjects, {}, 1).read("When should I buy the kiln v2?")

    assert (read.subjects, read.words) == (("Kiln",), ("bui", "v2"))


def test_a_word_that_only_another_spelling_of_the_subject_has_is_asked_for() -> None:
    subjects = Subjects([Subject("Gas kiln", "oven", aliases=("Burner + Vent",))])

    read = Reader(subjects, {"kiln": 3, "burner": 2, "vent": 2}, 9).read("how many burners has a gas kiln")

    assert read.words == ("burner",)


def test_a_word_that_the_notes_never_use_weighs_most(reader: Reader) -> None:
    weights = reader.read("Is a plant a cactus?").weights

    assert weights["cactu"] > weights["plant"] > 0


def test_a_word_of_any_talk_weighs_little_however_rare(reader: Reader) -> None:
    weights = reader.read("Does a caddy matter?").weights  # of which the notes never speak

    assert weights["caddi"] > weights["matter"]


def test_words_of_what_is_only_told_before_the_question_weigh_little(reader: Reader) -> None:
    told = reader.read("Hi, my grandmother has an accordion, how often is a saucer watered?").weights
    asked = reader.read("Where do I put my accordion, which saucer is its own?").weights

    assert told["accordion"] < asked["accordion"]


def test_what_is_only_told_before_the_question_is_not_what_it_wants(reader: Reader) -> None:
    assert reader.read("I forgot when I bought my fern. How do I repot it?").intent is Intent.HOW


# -- follow-ups ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("follow_up", ["and its height?", "Where should it stand?", "why?", "how tall?", "so when?"])
def test_a_follow_up_is_about_the_subject_of_the_conversation(reader: Reader, follow_up: str) -> None:
    read = reader.read(follow_up, [MONSTERA])

    assert (read.subjects, read.carried) == (("Monstera",), ("Monstera",))
    assert "Monstera" in read.search


def test_a_new_subject_takes_the_place_of_the_old_one_of_its_kind(reader: Reader) -> None:
    read = reader.read("what about the snake plant?", [MONSTERA])

    assert (read.subjects, read.carried) == (("Snake plant",), ())
    assert "water" in read.words


def test_a_new_subject_of_another_kind_joins_the_old_one(reader: Reader) -> None:
    assert reader.read("and in terracotta?", [MONSTERA]).subjects == ("Terracotta", "Monstera")


def test_a_follow_up_that_names_parts_of_what_was_spoken_of_is_about_those() -> None:
    parts = [Subject(name, "feature", "Kiln") for name in ("Shelf", "Vent")]
    reader = Reader(Subjects([Subject("Kiln"), *parts]), {"shelf": 2, "vent": 2, "kiln": 2}, 9)
    before = [Turn("how hot is the kiln", ("Kiln",))]

    assert reader.read("and how large are its shelf and its vent", before).subjects == ("Shelf", "Vent")
    assert reader.read("and how large is its shelf", before).subjects == ("Shelf", "Kiln")


def test_a_bare_follow_up_wants_the_kind_of_answer_that_was_asked_for_before(reader: Reader) -> None:
    assert reader.read("and the snake plant?", [MONSTERA]).intent is Intent.NUMBER


def test_a_bare_follow_up_is_searched_with_the_words_of_the_question_before(reader: Reader) -> None:
    assert "watered" in reader.read("and the snake plant?", [MONSTERA]).search
    assert "watered" not in reader.read("and how large is its new pot in spring?", [MONSTERA]).search


def test_what_is_asked_in_one_breath_of_a_thing_of_its_own_does_not_lean(reader: Reader) -> None:
    before = [Turn("what does one LHU give the roots")]

    assert "root" not in reader.read("what does one RGU give me of every colour", before, joined=True).words


def test_how_many_there_can_be_is_searched_for_as_the_most(reader: Reader) -> None:
    assert reader.read("How many leaves can a monstera have").search.endswith(" max")
    assert not reader.read("How many leaves has a monstera").search.endswith(" max")


def test_what_is_asked_in_one_breath_is_about_the_same_unless_it_names_something_else(reader: Reader) -> None:
    before = [Turn("How much light does a monstera need", ("Monstera",))]

    assert reader.read("what is the best season of the year to repot", before, joined=True).subjects == ("Monstera",)
    assert reader.read("what is the best season of the year to repot", before).subjects == ()
    assert "Monstera" not in reader.read("how long is green tea steeped", before, joined=True).subjects


def test_a_feature_that_is_asked_about_in_one_breath_is_that_of_the_thing_before_it() -> None:
    kiln, glaze = Subject("Kiln", "oven"), Subject("Preheating", "feature")
    before = [Turn("how hot is a kiln", ("Kiln",))]

    read = Reader(Subjects([kiln, glaze]), {"preheating": 1, "take": 1}, 1).read

    assert read("how long does preheating take", before, joined=True).subjects == ("Preheating", "Kiln")
    assert read("how long does preheating take", before).subjects == ("Preheating",)


def test_a_name_may_be_typed_in_two_words() -> None:
    read = Reader(Subjects([Subject("QuickFire", "oven")]), {"price": 1}, 1).read("quick fire price?")

    assert (read.subjects, read.words, read.unknown) == (("QuickFire",), ("price",), ())


def test_how_something_is_done_weighs_little(tutor: Tutor) -> None:
    weights = tutor.reader.read("How is a pot cleaned properly, and monthly?").weights

    assert weights["properli"] < weights["monthli"]


def test_what_stands_in_front_of_a_question_that_is_typed_as_one_talks_asks_nothing(reader: Reader) -> None:
    talked = reader.read("hey quick one, i forgot how long green tea is steeped")

    assert talked.search == "how long green tea is steeped"
    assert talked.intent is Intent.NUMBER


def test_a_follow_up_to_a_definition_is_about_what_was_to_be_defined(reader: Reader) -> None:
    words = reader.read("does it work for a monstera?", [Turn("what is bottom watering of green tea")]).words

    assert "bottom" in words


def test_a_follow_up_that_asks_for_something_of_its_own_drops_the_words_of_the_question_before(reader: Reader) -> None:
    read = reader.read("how many snake plants are there?", [MONSTERA])

    assert "water" not in read.words


def test_a_number_that_only_counts_what_is_asked_for_weighs_little(reader: Reader) -> None:
    weights = reader.read("what are the 3 best pots").weights
    house = reader.read("who lives in house 3").weights

    assert weights["3"] < house["3"]


def test_a_follow_up_to_what_has_no_name_takes_its_words_from_the_last_question_that_did_not_lean(
    reader: Reader,
) -> None:
    history = [Turn("what is a watering can"), Turn("and where does it stand")]

    words = reader.read("how large is its spout", history).words

    assert "water" in words
    assert "stand" not in words


def test_a_number_of_a_follow_up_takes_the_place_of_the_one_before(reader: Reader) -> None:
    words = reader.read("and 34?", [Turn("what is lesson 33 about", ())]).words

    assert {"34", "lesson"} <= set(words)
    assert "33" not in words


def test_a_follow_up_reaches_over_a_turn_without_a_subject(reader: Reader) -> None:
    assert reader.read("and its height?", [MONSTERA, Turn("thank you")]).subjects == ("Monstera",)


def test_the_latest_subject_is_carried_over(reader: Reader) -> None:
    history = [MONSTERA, Turn("What is green tea?", ("Green tea",))]

    assert reader.read("how long is it steeped?", history).subjects == ("Green tea",)


def test_a_question_that_stands_by_itself_takes_nothing_from_the_conversation(reader: Reader) -> None:
    asked = "How many bags does a caddy of black tea hold?"

    assert reader.read(asked, [MONSTERA]) == reader.read(asked)


def test_a_follow_up_to_nothing_has_no_subject(reader: Reader) -> None:
    assert reader.read("and its height?").subjects == ()


# -- where the answer is to come from --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("How often is the chain oiled according to the second lesson?", ("second", "lesson")),
        ("How often is the chain oiled, as explained in the touring chapter?", ("tour", "chapter")),
        ("In my bicycle notes how often is the chain oiled?", ("bicycl",)),
        ("How often does the touring guide tell me the chain is oiled?", ("tour", "guid")),
        ("How often is the chain oiled in the winter picture?", ("winter",)),
        ("How often is the chain from lesson 2 oiled?", ("lesson", "2")),
    ],
)
def test_a_place_in_the_notes_is_no_part_of_what_is_asked(
    reader: Reader, question: str, place: tuple[str, ...]
) -> None:
    read = reader.read(question)

    assert read.place == place
    assert set(read.words) == {"chain", "oil"}


def test_contractions_are_no_words_to_be_answered(reader: Reader) -> None:
    assert reader.read("What shouldn't, mustnt and won't a chain we've oiled?").words == ("chain", "oil")


def test_a_question_about_a_lesson_itself_names_no_place(reader: Reader) -> None:
    assert reader.read("What does the second lesson say?").place == ()


@pytest.fixture(scope="module")
def botanist() -> Reader:
    """Reads in the light of notes on plants that use a word of no everyday language."""
    counts = {"monstera": 9, "guttation": 3, "pot": 2, "seen": 1, "year": 1}
    return Reader(Subjects([Subject("Monstera")]), counts, 9, {"pot", "seen", "year"}.__contains__)


def test_a_follow_up_keeps_the_name_that_the_notes_only_use(botanist: Reader) -> None:
    words = botanist.read("in which year was it seen by a monstera", [Turn("where does guttation come from")]).words

    assert "guttat" in words


def test_a_short_question_with_a_name_of_its_own_asks_anew(botanist: Reader) -> None:
    assert botanist.read("whats guttation", [MONSTERA]).carried == ()
    assert botanist.read("which pot", [MONSTERA]).carried == ("Monstera",)


def test_or_what_compares_nothing(reader: Reader) -> None:
    assert reader.read("is a monstera broken or what").intent is Intent.YES_NO


def test_words_that_the_notes_write_as_one_are_known_by_it() -> None:
    reader = Reader(Subjects([]), {"networkpolicy": 3, "network": 2, "blocks": 1}, 9)

    assert reader.read("what does a network policy block").joined == {
        "network": "networkpolici",
        "polici": "networkpolici",
    }


def test_a_word_of_the_same_family_as_one_of_the_notes_is_known_by_it() -> None:
    reader = Reader(Subjects([]), {"injector": 2, "pump": 4}, 9, "injection".__eq__)

    asked = reader.read("an injection of the pump")

    assert asked.joined == {"inject": "injector"}
    assert not asked.unknown


@pytest.mark.parametrize(("word", "strange"), [("chopping", False), ("boards", False), ("kubectl", True)])
def test_a_form_of_a_word_of_everyday_language_is_no_name(word: str, strange: bool) -> None:
    reader = Reader(Subjects([]), {"pump": 4}, 9, {"chop", "board"}.__contains__)

    assert bool(reader.read(f"is {word} of the pump").strange) is strange


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what is a fern n a moss", "what is a fern and a moss"),
        ("what happens when n is large", "what happens when n is large"),
        ("what is moss, i always mix them up", "what is moss"),
        ("what do I mix, sand or peat", "what do I mix, sand or peat"),
    ],
)
def test_a_question_is_read_as_it_is_meant(reader: Reader, typed: str, read: str) -> None:
    assert reader.read(typed).mended == read
