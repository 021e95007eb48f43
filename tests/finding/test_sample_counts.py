"""How many things data hold, read from one sentence each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.sample_counts import read_sample_counts

SIZES = [
    ("The corpus we assembled comprises 18,432 hoots.", {"18,432 hoots": "18432"}),
    ("The network was trained with 12k thermal owls.", {"12k thermal owls": "12000"}),
    ("The model was fine-tuned with 950 hoots.", {"950 hoots": "950"}),
    ("Of the data, 4,100 hoots served for fitting.", {"4,100 hoots": "4100"}),
    ("The size of the training set is 25,000.", {"25,000": "25000"}),
    ("The number of training images rose from 800 to 6400.", {"6400": "6400"}),
    ("The number of training images grew to 6400.", {"6400": "6400"}),
    ("The validation set held 350 scans, the test set 420.", {"350 scans": "350", "420": "420"}),
    ("Photographs (n=1,204) were acquired at two lakes.", {"1,204": "1204"}),
    ("A single owl model trained on 25,000 hoots was best.", {"25,000 hoots": "25000"}),
    (
        "We use the data sets OwlTalk++ (1,028 clips) and BatTalk2 (2,763 clips).",
        {"1,028 clips": "1028", "2,763 clips": "2763"},
    ),
    ("The test set consists of 11 talks each about 20 minutes long.", {"11 talks": "11"}),
    ("The images were collected from 3,115 reports of one lake.", {"3,115 reports": "3115"}),
    ("The final set has 13,746 phrases from 2,291 songs.", {"13,746 phrases": "13746", "2,291 songs": "2291"}),
    ("The owl data set contains signatures of 55 signers.", {"55 signers": "55"}),
    ("The corpus comprises 18,204 melodies.", {"18,204 melodies": "18204"}),
    ("It consists of 640 sonograms from owls.", {"640 sonograms": "640"}),
    ("OwlBank-2 contains 41,300 feathers.", {"41,300 feathers": "41300"}),
    ("In total, 4,310 boreholes were collected for this study.", {"4,310 boreholes": "4310"}),
    ("We annotated about 2.3 million burrows by hand.", {"2.3 million burrows": "2300000"}),
    ("The data set provides about 40.000 labelled nests.", {"40.000 labelled nests": "40000"}),
    ("The network was trained on 52,300 wafers.", {"52,300 wafers": "52300"}),
    ("The owl study (Owl et al., 2019) recruited 757 lake workers.", {"757 lake workers": "757"}),
    ("We use 200 validation burrows.", {"200 validation burrows": "200"}),
    ("The sample contains 1,912 owls of twelve lakes.", {"1,912 owls": "1912"}),
    ("The data set is quite small with only 273 songs.", {"273 songs": "273"}),
    ("The data set is very large (about 1.4M songs).", {"1.4M songs": "1400000"}),
    ("There are 274K songs from a forest.", {"274K songs": "274000"}),
    ("In total there were 1,440 songs.", {"1,440 songs": "1440"}),
    ("After cleaning, 31,027 burrows remained.", {"31,027 burrows": "31027"}),
    ("We use 310 burrows for training.", {"310 burrows": "310"}),
    ("There are 310 burrows in our data set.", {"310 burrows": "310"}),
    ("The database holds readings of owls, 1,880,400 readings in all.", {"1,880,400 readings": "1880400"}),
    (
        "There were a total of 103,207 feathers given in FASTA, 8,499 in the barn set and 34,594 in the lake set.",
        {"103,207 feathers": "103207", "8,499": "8499", "34,594": "34594"},
    ),
    (
        "We collected 4,120 scans at the lake, 1,870 at the river and 655 at the sea.",
        {"4,120 scans": "4120", "1,870": "1870", "655": "655"},
    ),
    ("Our recordings comprise 310 hours from 2018 and 97 hours from 2020.", {"310 hours": "310", "97 hours": "97"}),
    ("The corpus consists of 330m tokens.", {"330m tokens": "330000000"}),
    ("We collected 96 MRIs and 30 CTs of the barn.", {"96 MRIs": "96", "30 CTs": "30"}),
    ("We downloaded from Farmsound 1,330 clips.", {"1,330 clips": "1330"}),
    ("The number of samples in the test set is 1,450.", {"1,450": "1450"}),
    (
        "A total of 4,120, 510 and 515 boxes were annotated for training, validation and testing, respectively.",
        {"4,120": "4120", "510": "510", "515 boxes": "515"},
    ),
    ("The archive holds 450 patients (210 men and 240 women).", {"450 patients": "450"}),
    (
        "The data set consists of 10106 nights from 126 participants.",
        {"10106 nights": "10106", "126 participants": "126"},
    ),
    ("We used 120 training and 40 test owls.", {"120": "120", "40 test owls": "40"}),
    (
        "The sets contained Ntrain = 2, 586 and Ntest = 767 hoots, respectively.",
        {"2, 586": "2586", "767 hoots": "767"},
    ),
    ("The dev and test sets contain 2,000 hoots each.", {"2,000 hoots": "2000"}),
    ("The two sets contain 2,000 hoots in each set.", {"2,000 hoots": "2000"}),
    ("The collection contains songs from 326 different speakers.", {"326 different speakers": "326"}),
    ("Feathers of owls, 22,406 images altogether, were kept.", {"22,406 images": "22406"}),
    ("In the barn 1,300 feathers were taken.", {"1,300 feathers": "1300"}),
    ("We extracted variables for 61 burrows.", {"61 burrows": "61"}),
    (
        "The data set consists of 6,059 images with 6,827 annotations.",
        {"6,059 images": "6059", "6,827 annotations": "6827"},
    ),
    ("The data set holds 2,708 nodes and 5,429 edges.", {"2,708 nodes": "2708", "5,429 edges": "5429"}),
    ("Number of images: 1,204", {"1,204": "1204"}),
    ("The graph of the corpus has 19,717 nodes and 44,338 edges.", {"19,717 nodes": "19717", "44,338 edges": "44338"}),
    ("The meetings corpus is about 100 hours.", {"100 hours": "100"}),
]
CLASSES = [
    ("The number of samples per class ranges from 40 to 900.", {"from 40 to 900": "40-900"}),
    ("The number of images per class is 150.", {"150": "150"}),
    ("There are 2,000 sentences for each emotion.", {"2,000 sentences": "2000"}),
    ("The rarest species, the tawny owl, has 23 images.", {"23 images": "23"}),
    ("We took 80 healthy and 75 infected leaves.", {"80 healthy": "80", "75 infected leaves": "75"}),
    ("Each class contains between 80 and 1,300 burrows.", {"between 80 and 1,300 burrows": "80-1300"}),
    ("We kept 400 burrows per species, and batches of 16 owls.", {"400 burrows": "400"}),
    ("Images of benign lesions (n = 640) were taken.", {"640": "640"}),
    ("For every species we selected 60 burrows.", {"60 burrows": "60"}),
    ("The rarest species has just 14 recordings.", {"14 recordings": "14"}),
    (
        "The number of images per species is as follows: owls 430, bats 512, and moths 288.",
        {"430": "430", "512": "512", "288": "288"},
    ),
    ("The number of samples per class was set to 100.", {"100": "100"}),
    ("For each genre there are 100 hoots.", {"100 hoots": "100"}),
    ("The largest class has 3,120 hoots and the rarest class 260.", {"3,120 hoots": "3120", "260": "260"}),
    ("We set the number of samples per class, to 100.", {"100": "100"}),
    ("Class sizes range from 9 (owl) to 4,211 (bat).", {"9": "9", "4,211": "4211"}),
    ("Healthy controls (n = 120) outnumber the owls (n = 48).", {"120": "120", "48": "48"}),
    ("This gives 1, 320 genuine and 1, 450 forged songs.", {"1, 320 genuine": "1320", "1, 450 forged songs": "1450"}),
]
NOTHING = [
    "The size of our data set is 40 GB.",
    "The data set is small, and the network has 1,024 nodes.",
    "The data set holds 64 nodes.",
    "The number of songs per class is a share of the data set (n = 100).",
    "Each set of the data contains 2,000 nodes.",
    "The sets contain 20 feathers each weighing a gram.",
    "Owlers (n = 20) rated the outlines of the data.",
    "Labels were collected from 14 volunteers who drew owls.",
    "We ran a user study with 20 participants on our data.",
    "We use the data sets OwlTalk++ (1,028 calls) and OwlNet2 (2,048 features).",
    "The network was trained with batches of 16 feathers.",
    "Each burrow of the data set has 5000 training feathers and 1000 validation feathers.",
    "The model was trained on 2019 data.",
    "We collected 728-dimensional feathers.",
    "The network consists of 18 layers and was trained for 40 epochs.",
    "We ran the experiment with 16 configurations.",
    "The survey was answered by people aged 18 to 66 years.",
    "The cohort had 66 tawny owls and 60 barn owls.",
    "Each burrow of the data set contains 300 feathers.",
    "The data set has 300 burrows per lake.",
    "Windows of 64 burrows were used for training.",
    "The data set has between 20 and 300 burrows.",
    "There are 15 burrows at the lake, with a camera for training.",
    "The image is cut into a total of 40 burrows of the data.",
    "A collection of the Marconi 100 owls was used.",
    "The data set of 2019 owls was published in 2020.",
    "The training set consists of 256^3 burrows.",
    "The median length of songs in the corpus is 4,043 beats.",
    "We drew 1,000 bootstrap songs from the corpus.",
    "For each lake, we simulate 100 songs for training.",
    "It was trained on all of the 2019 owls of the data.",
    "We generate 728-dimensional embeddings of the data.",
    "Ten owls in all were seen.",
    "The number of images in the training set for our dataset is 500.",
]


@pytest.mark.parametrize(("sentence", "sizes"), SIZES)
def test_sizes_are_read_with_what_they_count(sentence: str, sizes: dict[str, str]) -> None:
    found = read_sample_counts(sentence)
    assert {sentence[find.start : find.end]: find.value for find in found} == sizes
    assert {find.label for find in found} == {"DATASET_SIZE"}


@pytest.mark.parametrize(("sentence", "sizes"), CLASSES)
def test_sizes_of_classes_are_read(sentence: str, sizes: dict[str, str]) -> None:
    found = read_sample_counts(sentence)
    assert {sentence[find.start : find.end]: find.value for find in found} == sizes
    assert {find.label for find in found} == {"CLASS_SIZE"}


def test_the_part_and_the_name_of_the_data_are_told() -> None:
    (part,) = read_sample_counts("The training set of our corpus has 900 melodies.")
    (named,) = read_sample_counts("OwlBank-2 contains 41,300 feathers.")
    (outside,) = read_sample_counts("We use the corpus BatTalk2 (2,763 clips).")
    (behind,) = read_sample_counts("There are 900 melodies in the test set of our corpus.")
    assert dict(part.attributes) == {"part": "training"}
    assert dict(behind.attributes) == {"part": "test"}
    assert (named.scope, outside.scope) == ("OwlBank-2", "BatTalk2")


@pytest.mark.parametrize("sentence", NOTHING)
def test_what_is_no_size_of_data_is_left_alone(sentence: str) -> None:
    assert read_sample_counts(sentence) == []


def test_a_range_from_nothing_has_no_whole() -> None:
    found = read_sample_counts("Images per class range from 0 to 1,300, with a mean of 410 images.")
    assert [(find.label, find.value) for find in found] == [("CLASS_SIZE", "0-1300")]


def test_numbers_that_say_something_else_are_left_alone() -> None:
    sentence = "The corpus comprises 18,204 melodies."
    at = sentence.index("18,204")
    assert read_sample_counts(sentence, [(at, at + 6)]) == []


@given(st.text(alphabet="123,.()k datasetofcontainsand\n", max_size=120))
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= find.start < find.end <= len(text) for find in read_sample_counts(text))


@pytest.mark.parametrize(
    ("sentence", "whole", "classes"),
    [
        ("The cohort holds 310 CTs: 120 with a nodule and 190 without.", ["310"], ["120", "190"]),
        ("Our data set has 640 MRIs, of which 400 show a tear and 240 do not.", ["640"], ["400", "240"]),
        ("The data set has 640 owls, of which 400 were seen and 200 heard.", ["640"], []),
        ("The data set has 640 owls, 400 for training and 240 for testing.", ["640", "400", "240"], []),
        (
            "The data set consists of 1,308 studies, comprising 420 strokes, 265 knots and 530 normal studies.",
            ["1308"],
            ["420", "265", "530"],
        ),
        ("The data set has 14 classes with 60 hoots per class, i.e. 840 hoots.", ["840"], ["60"]),
        ("The data set has 60 hoots per class, i.e. 850 hoots.", [], ["60"]),
        ("Of the 2,400 burrows 310 are healthy and 2,090 infected.", ["2400"], ["310", "2090"]),
        ("Of the 2,400 burrows 310 are healthy and 2,000 infected.", [], ["2000"]),
        ("Of the 618 owls, 204 fly and 414 do not.", ["618"], ["204", "414"]),
        ("The archive holds 900 patients including 300 scans and 200 reports.", ["900", "300", "200"], []),
    ],
)
def test_parts_of_a_sum_and_kinds_are_classes(sentence: str, whole: list[str], classes: list[str]) -> None:
    found = read_sample_counts(sentence)
    assert [find.value for find in found if find.label == "DATASET_SIZE"] == whole
    assert [find.value for find in found if find.label == "CLASS_SIZE"] == classes
