"""A tiny corpus, config and list of names on which a training takes a second."""

from __future__ import annotations

import json
from pathlib import Path

from thinc.api import Config

from dlextract.training.setup import find_config

CAMERAS = ("WingCam 3", "Noctua X100", "TrapEye HD", "WingCam Mini", "Noctua Z5", "TrapEye Pro")
SHOTS = (
    "All moths were photographed with a {} at night.",
    "We mounted a {} above each trap.",
    "A {} and a lamp hung in every tree.",
    "The pictures come from a {} on a pole.",
)
SENTENCES = (
    ("We train a {} on {} for {}.", ("ARCHITECTURE", "DATASET", "TASK")),
    ("{} on {} took two days with an {}.", ("TASK", "DATASET", "GPU")),
    ("On {}, {} beats {}.", ("DATASET", "ARCHITECTURE", "ARCHITECTURE")),
)
NAMES = {
    "ARCHITECTURE": ("ResNet-50", "BERT", "U-Net"),
    "DATASET": ("ImageNet", "GLUE", "COCO"),
    "TASK": ("object detection", "machine translation"),
    "GPU": ("NVIDIA A100", "Titan X"),
}


def write_corpus(path: Path, count: int = 12) -> Path:
    """Write ``count`` paragraphs with their mentions to ``path`` and return it."""
    lines = []
    for number in range(count):
        template, labels = SENTENCES[number % len(SENTENCES)]
        text, spans = "", []
        for place, piece in enumerate(template.split("{}")):
            text += piece
            if place < len(labels):
                names = NAMES[labels[place]]
                name = names[(number + place) % len(names)]
                spans.append([len(text), len(text) + len(name), labels[place]])
                text += name
        lines.append(json.dumps({"text": text, "spans": spans, "group": "small"}))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def write_cameras(path: Path, count: int = 24) -> Path:
    """Write ``count`` paragraphs to ``path`` in which nothing but cameras is marked, and return it."""
    lines = []
    for number in range(count):
        camera, shot = CAMERAS[number % len(CAMERAS)], SHOTS[number % len(SHOTS)]
        text, start = f"{shot.format(camera)} The network was trained later.", shot.index("{")
        lines.append(json.dumps({"text": text, "spans": [[start, start + len(camera), "CAMERA"]]}))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def write_names(folder: Path) -> Path:
    """Write lists of names to ``folder`` and return it."""
    folder.mkdir()
    row = json.dumps({"name": "ImageNet", "ambiguous": False})
    (folder / "datasets.jsonl").write_text(row, encoding="utf-8")
    return folder


def write_config(path: Path, epochs: int = 6) -> Path:
    """Write the shipped config, made small and without vectors, to ``path`` and return it."""
    config = Config().from_disk(find_config("cnn"), interpolate=False)
    embed = config["components"]["tok2vec"]["model"]["embed"]
    embed.update(width=16, rows=[100] * len(embed["rows"]), include_static_vectors=False)
    config["components"]["tok2vec"]["model"]["encode"].update(width=16, depth=1, maxout_pieces=3)
    config["components"]["ner"]["model"]["hidden"] = 96
    config["training"]["max_epochs"] = epochs
    config["training"]["dropout"] = 0.0
    config["training"]["batcher"]["size"] = 30
    config["training"]["optimizer"]["learn_rate"] = 0.02
    config.to_disk(path)
    return path


def write_backbone(folder: Path) -> Path:
    """Write a BERT of two layers with a vocabulary of single characters to ``folder`` and return it."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir()
    characters = [chr(code) for code in range(33, 127)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *(f"##{sign}" for sign in characters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False).save_pretrained(str(folder))
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
    )
    BertModel(config).save_pretrained(str(folder))
    return folder
