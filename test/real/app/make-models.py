"""Lays a store of Ollama with small made-up models under the names of the catalogue.

  make-models.py TARGET   folder that gets manifests/ and blobs/

Weights are random but for what makes an answer one that a test can wait for: words instead of bytes, and an end.
The template is the one thing that Ollama reads a model's abilities from, so it follows the real model of that name.
Needs `gguf` and `numpy`.
"""

import hashlib
import json
import os
import sys
import tempfile

import numpy
from gguf import GGUFWriter, PoolingType, TokenType

# Whether the template at https://ollama.com/library/<name> takes tools.
CHAT = {
    "llama3:8b": False,
    "llama3:70b": False,
    "phi4:14b": False,
    "llama3.1:8b": True,
    "llama3.2:1b": True,
    "llama3.2:3b": True,
    "llama3.3:70b": True,
    "mistral:7b": True,
    "qwen2.5:7b": True,
    "qwen3:8b": True,
}
# Its answers end only where the request limits them: by `num_predict` words.
ENDLESS = "qwen2.5:7b"
EMBEDDING = "nomic-embed-text:latest"
PLAIN = "{{ if .System }}{{ .System }}\n{{ end }}{{ .Prompt }}\n{{ .Response }}"
TOOLS = (
    "{{ if .Tools }}tools: {{ .Tools }}\n{{ end }}"
    "{{ range .Messages }}{{ .Role }}: {{ .Content }}{{ range .ToolCalls }}{{ .Function }}{{ end }}\n{{ end }}"
)
WORDS = "a model in the test answers with words that mean nothing but come one by another until it ends".split()

random = numpy.random.default_rng(1)


def normal(*shape):
    return (random.standard_normal(shape) * 0.02).astype(numpy.float16)


def ones(size):
    return numpy.ones(size, dtype=numpy.float32)


def common(writer, name, embedding, blocks, forward, heads, context):
    writer.add_name(name)
    writer.add_file_type(1)
    writer.add_embedding_length(embedding)
    writer.add_block_count(blocks)
    writer.add_feed_forward_length(forward)
    writer.add_head_count(heads)
    writer.add_context_length(context)


def chat(path, ends=True):
    """A llama whose first dimension is the same for every token, and decides: words, now and then the end."""
    size, forward, blocks, heads = 128, 256, 2, 4
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)] + [f"▁{word}" for word in WORDS]
    types = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL]
    types += [TokenType.BYTE] * 256 + [TokenType.NORMAL] * len(WORDS)
    writer = GGUFWriter(path, "llama")
    common(writer, "made-up chat", size, blocks, forward, heads, 131072)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(size // heads)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    embedding = normal(len(tokens), size)
    embedding[:, 0] = 1
    # The second distinguishes bytes, which make up questions, from words.
    embedding[:259, 1] = 1
    writer.add_tensor("token_embd.weight", embedding)
    output = normal(len(tokens), size)
    # After the norm both are about 10. Next comes a word, one of twenty, hardly ever a byte; the end is half as likely as
    # each word, but not right after a question: no answer is empty.
    output[:, :2] = 0
    output[:259, 0] = -2
    output[2, 0] = -0.06 if ends else -2
    output[2, 1] = -2
    writer.add_tensor("output.weight", output)
    writer.add_tensor("output_norm.weight", ones(size))
    for block in range(blocks):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"blk.{block}.{name}.weight", normal(size, size))
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{block}.{name}.weight", ones(size))
        writer.add_tensor(f"blk.{block}.ffn_gate.weight", normal(forward, size))
        writer.add_tensor(f"blk.{block}.ffn_up.weight", normal(forward, size))
        writer.add_tensor(f"blk.{block}.ffn_down.weight", normal(size, forward))
    finish(writer)


def embedder(path):
    """A nomic-bert of 768 dimensions. Texts that share pieces of words lie close to each other: it has one weak layer."""
    size, forward, heads = 768, 256, 12
    letters = "abcdefghijklmnopqrstuvwxyz"
    pieces = list("0123456789" + letters) + [first + second for first in letters for second in letters]
    marks = list(".,;:!?'\"()-/")
    # A word begins with the mark of a space, as converted BERT vocabularies have it.
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokens += [f"▁{piece}" for piece in pieces + marks] + pieces + marks
    types = [TokenType.CONTROL] * 5 + [TokenType.NORMAL] * (len(tokens) - 5)
    writer = GGUFWriter(path, "nomic-bert")
    common(writer, "made-up embedder", size, 1, forward, heads, 2048)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(False)
    writer.add_pooling_type(PoolingType.MEAN)
    writer.add_rope_freq_base(1000.0)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("bert")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(types)
    writer.add_token_type_count(2)
    for place, kind in enumerate(("pad", "unk", "bos", "sep", "mask")):
        getattr(writer, f"add_{kind}_token_id")(place)
    writer.add_eos_token_id(3)
    writer.add_tensor("token_embd.weight", normal(len(tokens), size))
    writer.add_tensor("token_types.weight", normal(2, size).astype(numpy.float32))
    writer.add_tensor("blk.0.attn_qkv.weight", normal(3 * size, size))
    writer.add_tensor("blk.0.attn_output.weight", normal(size, size))
    writer.add_tensor("blk.0.ffn_gate.weight", normal(forward, size))
    writer.add_tensor("blk.0.ffn_up.weight", normal(forward, size))
    writer.add_tensor("blk.0.ffn_down.weight", normal(size, forward))
    for name in ("token_embd_norm", "blk.0.attn_output_norm", "blk.0.layer_output_norm"):
        writer.add_tensor(f"{name}.weight", ones(size))
        writer.add_tensor(f"{name}.bias", numpy.zeros(size, dtype=numpy.float32))
    finish(writer)


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class Store:
    """A folder as Ollama keeps it: layers by their digest, and a manifest for each name."""

    def __init__(self, target):
        self.target = target
        os.makedirs(os.path.join(target, "blobs"), exist_ok=True)

    def blob(self, content, media_type):
        digest = hashlib.sha256(content).hexdigest()
        with open(os.path.join(self.target, "blobs", f"sha256-{digest}"), "wb") as file:
            file.write(content)
        return {
            "mediaType": f"application/vnd.{media_type}",
            "digest": f"sha256:{digest}",
            "size": len(content),
        }

    def manifest(self, name, family, weights, template=None):
        layers = [self.blob(weights, "ollama.image.model")]
        if template:
            layers.append(self.blob(template.encode(), "ollama.image.template"))
        config = {
            "model_format": "gguf",
            "model_family": family,
            "model_families": [family],
            "model_type": "1M",
            "file_type": "F16",
            "architecture": "amd64",
            "os": "linux",
            "rootfs": {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]},
        }
        model, tag = name.split(":")
        folder = os.path.join(self.target, "manifests/registry.ollama.ai/library", model)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, tag), "w", encoding="utf-8") as file:
            json.dump(
                {
                    "schemaVersion": 2,
                    "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                    "config": self.blob(json.dumps(config).encode(), "docker.container.image.v1+json"),
                    "layers": layers,
                },
                file,
            )


def made(make):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.gguf")
        make(path)
        with open(path, "rb") as file:
            return file.read()


def main():
    store = Store(sys.argv[1])
    weights = made(chat)
    for name, tools in CHAT.items():
        if name != ENDLESS:
            store.manifest(name, "llama", weights, TOOLS if tools else PLAIN)
    store.manifest(EMBEDDING, "nomic-bert", made(embedder))
    store.manifest(ENDLESS, "llama", made(lambda path: chat(path, ends=False)), TOOLS if CHAT[ENDLESS] else PLAIN)


if __name__ == "__main__":
    main()
