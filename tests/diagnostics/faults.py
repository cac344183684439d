"""Faults that cannot be kept as files; each folder’s `case.txt` says what its project suffers."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import filelock
import pytest
from helpers import faulty_files
from helpers.edited_word import edited, without_part, word_of
from helpers.filled_forms import filled_pdf
from helpers.projects import change, copy_templates
from helpers.time_limits import PATIENCE

from packbuilder.model import Block, Figure, Heading, Paragraph, Publication
from packbuilder.pipeline import jobs, stages
from packbuilder.pipeline.process import Limits
from packbuilder.storage import cache, state
from packbuilder.storage.source import Source
from packbuilder.writers import WRITERS

FAULTS: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {}


def fault(name: str):
    """Register the fault of a folder."""

    def register(function):
        FAULTS[name] = function
        return function

    return register


@fault("PB101-no-project")
def no_project(project, patch):
    (project / "content" / "project.yaml").unlink()


@fault("PB102")
def latin_1(project, patch):
    text = "---\ntitle: Programme\nkind: handout\nupdated: 2026-03-14\n---\n\nCaf\xe9 at nine.\n"
    (project / "content" / "programme.md").write_bytes(text.encode("latin-1"))


@fault("PB102-utf-16")
def utf_16(project, patch):
    file = project / "content" / "programme.md"
    file.write_bytes(file.read_text(encoding="utf-8").encode("utf-16"))


@fault("PB103")
def vertical_tab(project, patch):
    change(project, "content/programme.md", "Coffee at", "Coffee\x0bat")


@fault("PB104-link")
def symbolic_link(project, patch):
    outside = project.parent / "outside.svg"
    outside.write_text("<svg/>", encoding="utf-8")
    (project / "content" / "images" / "outside.svg").symlink_to(outside)


@fault("PB106")
def large(project, patch):
    with (project / "content" / "programme.md").open("a", encoding="utf-8") as file:
        file.write("Coffee at nine.\n" * 700_000)


@fault("PB107")
def name_of_a_device(project, patch):
    (project / "content" / "programme.md").rename(project / "content" / "nul.md")


@fault("PB107-twins")
def names_alike(project, patch):
    packs = project / "content" / "packs"
    (packs / "Day.yaml").write_bytes((packs / "day.yaml").read_bytes())


@fault("PB114")
def long_address(project, patch):
    with (project / "content" / "programme.md").open("a", encoding="utf-8") as file:
        file.write("\n[a]: https://example.org/" + "x" * 20_000 + "\n\n" + "[a] " * 60 + "\n")


@fault("PB223")
def turned_words(project, patch):
    change(project, "content/programme.md", "Coffee at", "Coffee \u202eat")


@fault("PB308")
def wide_table(project, patch):
    with (project / "content" / "programme.md").open("a", encoding="utf-8") as file:
        rows = ["| a " * 60, "|---" * 60, "| Evidence " * 60]
        file.write("\n::: table {caption=Wide}\n" + "|\n".join(rows) + "|\n:::\n")


def change_tokens(project, old, new):
    copy_templates(project)
    change(project, "templates/tokens.yaml", old, new)


@fault("PB306")
def tokens(project, patch):
    copy_templates(project)
    path = "templates/tokens.yaml"
    change(project, path, 'accent: "#b4531b"', "accent: orange")
    change(project, path, "blank: 40mm", "blank: 4cm")


@fault("PB306-colour")
def missing_colour(project, patch):
    copy_templates(project)
    change(
        project, "templates/tokens.yaml", "- {text: primary, on: tint", "- {text: primry, on: tint"
    )


@fault("PB402-label")
def foreign_label(project, patch):
    copy_templates(project)
    change(project, "templates/labels/en.yaml", "contents: Contents", "contents: 目次")


@fault("PB220-brackets")
def brackets(project, patch):
    change(project, "content/programme.md", "Coffee at nine.", "[" * 1001)


@fault("PB307")
def unclosed_template(project, patch):
    copy_templates(project)
    change(project, "templates/parts.html", "{% endmacro %}", "")


@fault("PB283")
def lost_names(project, patch):
    question = '::: answer {name="whys" label="Why do we meet?"}\n:::'
    change(project, "content/programme.md", "Coffee at nine.", f"Coffee at nine.\n\n{question}")
    manifest = project / "output/standard/day/manifest.json"
    manifest.parent.mkdir(parents=True)
    entry = {"name": "programme.pdf", "sha256": "", "fields": ["programme.why"]}
    manifest.write_text(json.dumps({"files": [entry]}), encoding="utf-8")


@fault("PB307-name")
def unknown_name_in_template(project, patch):
    copy_templates(project)
    change(project, "templates/publication.html", "publication.title", "publication.titel")


@fault("PB401")
def other_font(project, patch):
    copy_templates(project)
    change(project, "templates/tokens.yaml", "font: Source Sans Pro", "font: Comic Sans")


@fault("PB403")
def unknown_property(project, patch):
    copy_templates(project)
    change(project, "templates/pack.css", "body {", "body { colour: red;")


class Lost(jobs.WriteJob):
    """A file that the process does not survive."""

    def make(self, store):
        if self.format == "pdf":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().make(store)


@fault("PB404")
def lost_process(project, patch):
    patch.setattr("packbuilder.pipeline.plan.WriteJob", Lost)


@fault("PB405")
def no_pango(project, patch):
    from packbuilder.writers.pdf import layout as pdf

    class NoLibrary:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    pdf.load_engine.cache_clear()
    patch.setattr(sys, "meta_path", [NoLibrary(), *sys.meta_path])
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        patch.delitem(sys.modules, name)


@fault("PB501")
def folder_in_the_way(project, patch):
    (project / "output" / "standard" / "day" / "programme.pdf").mkdir(parents=True)


def written_from(change: Callable[[Publication], Publication], patch: pytest.MonkeyPatch):
    """Write something else than the text says, and let the gate look at it."""
    real = jobs.write

    def write(job, store):
        return real(replace(job, publication=change(job.publication), parts=()), store)

    patch.setattr("packbuilder.pipeline.jobs.write", write)


def with_blocks(change: Callable[[tuple[Block, ...]], tuple[Block, ...]]):
    """Change the blocks of the first part."""

    def changed(publication: Publication) -> Publication:
        first, *others = publication.parts
        return replace(publication, parts=(replace(first, blocks=change(first.blocks)), *others))

    return changed


@fault("PB510")
def lost_paragraph(project, patch):
    written_from(with_blocks(lambda blocks: (blocks[0], *blocks[2:])), patch)


@fault("PB511")
def paragraph_twice(project, patch):
    written_from(with_blocks(lambda blocks: (*blocks[:2], *blocks[1:])), patch)


@fault("PB512")
def swapped_paragraphs(project, patch):
    change(project, "content/programme.md", "Coffee at nine.", "Coffee at nine.\n\nTea at ten.")
    written_from(with_blocks(lambda b: (b[0], b[2], b[1], *b[3:])), patch)


@fault("PB513")
def lost_alternative(project, patch):
    figure = '![The hall, and two rooms beside it](images/plan.svg "The rooms")'
    change(project, "content/programme.md", "Coffee at nine.", figure)
    written_from(
        with_blocks(
            lambda blocks: tuple(
                replace(b, alt="A picture of rooms") if isinstance(b, Figure) else b for b in blocks
            )
        ),
        patch,
    )


@fault("PB515")
def heading_made_paragraph(project, patch):
    written_from(
        with_blocks(
            lambda blocks: tuple(
                Paragraph(b.inlines, span=b.span) if isinstance(b, Heading) else b for b in blocks
            )
        ),
        patch,
    )


@fault("PB514")
def cut_file(project, patch):
    (project / "programme.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")


@fault("PB514-password")
def old_word_file(project, patch):
    (project / "programme.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))


@fault("PB514-zip")
def other_zip(project, patch):
    with zipfile.ZipFile(project / "programme.docx", "w") as archive:
        archive.writestr("start-here.html", "<p>Hello</p>")


@fault("PB514-text")
def text_file(project, patch):
    (project / "programme.docx").write_text("Coffee at nine.", encoding="utf-8")


@fault("PB514-foreign")
def foreign_pdf(project, patch):
    import pikepdf

    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842)).obj
        page.Contents = document.make_stream(b"BT\n/F1 12 Tf\n72 720 Td\n(Coffee) Tj\nET")
        document.save(project / "programme.pdf")


@fault("PB514-locked")
def locked_pdf(project, patch):
    import pikepdf

    with pikepdf.new() as document:
        document.add_blank_page()
        lock = pikepdf.Encryption(owner="owner", user="user")
        document.save(project / "programme.pdf", encryption=lock)


@fault("PB502")
def broken_pdf(project, patch):
    patch.setattr("packbuilder.pipeline.jobs.write", lambda *_: b"%PDF-1.7 and nothing else")


class Endless(jobs.WriteJob):
    """A file that is never done."""

    def make(self, store):
        time.sleep(2 * PATIENCE)


class ShortForEndless(Limits):
    """Next to no time for what never ends, and enough for all others on a busy machine."""

    def seconds_of(self, job):
        return 0.2 if isinstance(job, Endless) else PATIENCE


class Greedy(jobs.WriteJob):
    """A file that takes all there is."""

    def make(self, store):
        return bytes(8 * 1024**3), {}


@fault("PB406")
def endless(project, patch):
    patch.setattr("packbuilder.pipeline.plan.WriteJob", Endless)
    patch.setattr("packbuilder.pipeline.pool.LIMITS", ShortForEndless())


@fault("PB407")
def greedy(project, patch):
    patch.setattr("packbuilder.pipeline.plan.WriteJob", Greedy)


@fault("PB408")
def saved_meanwhile(project, patch):
    real = jobs.write

    def write(job, store):
        change(project, "content/programme.md", "Coffee at", "Coffee  at")
        patch.setattr("packbuilder.pipeline.jobs.write", real)
        return real(job, store)

    patch.setattr("packbuilder.pipeline.jobs.write", write)


@fault("PB503")
def another_build(project, patch):
    def refuse(*_, **__):
        raise filelock.Timeout("output")

    patch.setattr("filelock.FileLock.acquire", refuse)


@fault("PB590")
def forgotten_meanwhile(project, patch):
    real = stages.deliver

    def deliver(*arguments):
        cache.clear(state.cache_folder())
        return real(*arguments)

    patch.setattr("packbuilder.pipeline.stages.deliver", deliver)


@fault("PB250")
def small_text(project, patch):
    change_tokens(project, "least_size: 12pt", "least_size: 10pt")


@fault("PB251")
def close_lines(project, patch):
    change_tokens(project, "leading: 18pt, measure: 136mm", "leading: 15pt, measure: 136mm")


@fault("PB252")
def long_lines(project, patch):
    change_tokens(project, "leading: 18pt, measure: 136mm", "leading: 18pt, measure: 160mm")


@fault("PB253")
def small_ticks(project, patch):
    change_tokens(project, "\n  tick: 7mm", "\n  tick: 5mm")


@fault("PB254")
def close_writing_lines(project, patch):
    change_tokens(project, "writing-line: 9mm", "writing-line: 7mm")


@fault("PB255")
def edge(project, patch):
    change_tokens(project, "\n  top: 18mm", "\n  top: 6mm")


@fault("PB256")
def filing(project, patch):
    change_tokens(project, "left: 25mm", "left: 15mm")


@fault("PB257")
def cards(project, patch):
    change_tokens(project, "card-width: 93mm", "card-width: 90mm")


# Rules on finished files: what templates of a project's own do, or what is done to the files.


def change_css(project, old, new):
    copy_templates(project)
    change(project, "templates/pack.css", old, new)


def add(project, text):
    change(project, "content/programme.md", "Coffee at nine.", f"Coffee at nine.\n\n{text}")


def finish_with(doctor: Callable[[bytes], bytes], patch: pytest.MonkeyPatch):
    """Do something to each file once it is written."""
    real = jobs.write
    patch.setattr("packbuilder.pipeline.jobs.write", lambda job, store: doctor(real(job, store)))


HELPERS = """::: table {caption="Who helps"}
| Task | Name |
| --- | --- |
| Door | Morag |
:::"""
FIGURE = '![The hall, and two rooms beside it](images/plan.svg "The rooms")'


def limit_pages(project, patch, **limits: int):
    """Make a page, of fewer bytes than the smallest has."""
    (project / "content/packs/day.yaml").write_text(
        "title: A day together\ndocuments: [programme]\nformats: [html]\n", encoding="utf-8"
    )
    patch.setitem(WRITERS, "html", replace(WRITERS["html"], **limits))


@fault("PB730")
def disk_nearly_full(project, patch):
    (project / "content/editions").mkdir(exist_ok=True)
    for town in ("ayr", "dee", "ely", "exe"):
        (project / f"content/editions/{town}.yaml").write_text(f"area: {town}\n", "utf-8")
    patch.setattr("packbuilder.pipeline.long_runs._size", lambda _: 10**9)
    patch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=15 * 10**8))


@fault("PB405-cluster")
def no_cluster_engine(project, patch):
    patch.setitem(sys.modules, "distributed", None)
    patch.delitem(sys.modules, "packbuilder.pipeline.cluster", raising=False)


class Farm:
    """A cluster without a worker that could be used."""

    workers: ClassVar = {
        "tcp://10.0.0.4:4000": (1, {}),
        "tls://10.0.0.5:4000": (4, {}),
        "tls://10.0.0.6:4000": (1, ModuleNotFoundError("No module named 'packbuilder'")),
        "tls://10.0.0.7:4000": (1, {"is watched": "yes"}),
        "tls://10.0.0.8:4000": (1, {}),
    }

    def __init__(self, *_, **__):
        pass

    def scheduler_info(self):
        return {"workers": {name: {"nthreads": n} for name, (n, _) in self.workers.items()}}

    def run(self, *_, **__):
        return {name: said for name, (_, said) in self.workers.items()}

    def close(self):
        pass


@fault("PB731")
def unfit_workers(project, patch):
    pytest.importorskip("distributed", reason="NOT TESTED: builds on a cluster")
    from packbuilder.pipeline import cluster

    patch.setattr(cluster, "Client", Farm)
    patch.setattr(cluster.Cluster, "libraries", [])


@fault("PB666")
def large_page(project, patch):
    limit_pages(project, patch, large=10_000, too_large=1_000_000)


@fault("PB667")
def too_large_page(project, patch):
    limit_pages(project, patch, large=10_000, too_large=11_000)


@fault("PB520")
def small_words(project, patch):
    change_css(project, "p { font-size: var(--text-size)", "p { font-size: 9pt")


@fault("PB521")
def other_words(project, patch):
    finish_with(faulty_files.rename_fonts, patch)


@fault("PB522")
def leaning_words(project, patch):
    change_css(project, "p { font-size", "p { transform: rotate(3deg); font-size")


@fault("PB523")
def wide_lines(project, patch):
    change_css(project, "max-width: var(--measure); orphans", "orphans")
    change(
        project, "templates/pack.css", "@page cover {", "@page { size: 230mm 297mm }\n@page cover {"
    )
    add(
        project,
        "We meet to see who does what, and to try what we could do better. We meet to see who "
        "does what, and to say what we could do better. " * 15,
    )


@fault("PB524")
def without_title(project, patch):
    finish_with(faulty_files.untitle, patch)


@fault("PB525")
def words_without_tag(project, patch):
    finish_with(faulty_files.loosen_words, patch)


@fault("PB526")
def skipped_level(project, patch):
    finish_with(faulty_files.lower_headings, patch)


@fault("PB527")
def table_without_header(project, patch):
    add(project, HELPERS)
    finish_with(faulty_files.word_behead, patch)


@fault("PB528")
def picture_without_words(project, patch):
    add(project, FIGURE)
    finish_with(faulty_files.word_unpicture, patch)


@fault("PB529")
def floating_picture(project, patch):
    add(project, FIGURE)
    finish_with(faulty_files.word_float, patch)


@fault("PB530")
def link_without_words(project, patch):
    finish_with(faulty_files.word_link, patch)


@fault("PB531")
def letters_without_meaning(project, patch):
    finish_with(faulty_files.unmap_letters, patch)


@fault("PB532")
def fonts_left_out(project, patch):
    finish_with(faulty_files.unembed_fonts, patch)


@fault("PB533")
def long_file(project, patch):
    add(project, "Tea.\n\n::: page-break\n:::\n\n" * 10 + "Tea at ten.")
    finish_with(faulty_files.unmark, patch)


def add_questions(project):
    add(
        project,
        '::: answer {name="idea" label="One idea"}\n:::\n\n'
        '::: choices {name="days" label="Which days?"}\n- [ ] Monday\n- [ ] Friday\n:::',
    )
    change(project, "content/packs/day.yaml", "formats:", "variant: screen\nformats:")


@fault("PB534")
def field_without_words(project, patch):
    add_questions(project)
    finish_with(faulty_files.unname, patch)


@fault("PB535")
def field_that_shrinks(project, patch):
    add_questions(project)
    finish_with(faulty_files.shrink, patch)


@fault("PB536")
def narrow_boxes(project, patch):
    add_questions(project)
    change_css(project, "width: calc(100% + 2 * var(--length-hairline))", "width: 5mm")


@fault("PB537")
def protected_file(project, patch):
    finish_with(faulty_files.word_protect, patch)


@fault("PB538")
def words_at_the_edge(project, patch):
    change_css(project, "@page cover {", "@page handout:first { margin-left: 8mm }\n@page cover {")


@fault("PB539")
def bleed_in_the_office(project, patch):
    change_css(project, "@page cover {", "@page { bleed: 3mm }\n@page cover {")


@fault("PB540")
def heading_alone(project, patch):
    change_css(project, ".heading-1 { font-weight", ".heading-1 { break-after: page; font-weight")


@fault("PB636")
def form_with_script(project, patch):
    folder = project / "content" / "returned"
    folder.mkdir()
    (folder / "filled.pdf").write_bytes(
        filled_pdf({"feedback.again": "Yes", "feedback.best": "Lunch"}, script="app.alert(1)")
    )


@fault("PB601")
def tracked_changes(project, patch):
    made = word_of(project, "programme")
    ins = '<w:body><w:p><w:ins w:id="9" w:author="Sam"><w:r><w:t>More.</w:t></w:r></w:ins></w:p>'
    (project / "edited.docx").write_bytes(edited(made, "<w:body>", ins))


@fault("PB602")
def word_of_nobody(project, patch):
    made = without_part(word_of(project, "programme"), "customXml/item1.xml")
    (project / "edited.docx").write_bytes(made)


@fault("PB603")
def word_of_another_text(project, patch):
    other = "".join(f"<w:p><w:r><w:t>Words of page {n}.</w:t></w:r></w:p>" for n in range(30))
    made = edited(word_of(project, "programme"), "<w:body>", f"<w:body>{other}")
    (project / "edited.docx").write_bytes(made)


@fault("PB604")
def changed_while_pulled(project, patch):
    text = project / "content" / "programme.md"
    text.write_text(f"{text.read_text(encoding='utf-8')}\nBring a pen.\n", encoding="utf-8")
    made = edited(word_of(project, "programme"), "Bring a pen.", "Bring two pens.")
    (project / "edited.docx").write_bytes(made)
    patch.setattr(Source, "is_unchanged", lambda *_: False)


@fault("PB605")
def version_of_nothing(project, patch):
    pass


@fault("PB606")
def delivered_file_of_nothing(project, patch):
    (project / "delivered.docx").write_bytes(b"no Word file")


@fault("PB680")
def import_of_nothing(project, patch):
    (project / "text.docx").write_bytes(b"no Word file")


@fault("PB681")
def import_of_a_known_name(project, patch):
    (project / "Programme.html").write_text("<p>Words.</p>", encoding="utf-8")


@fault("PB682")
def import_without_words(project, patch):
    (project / "scan.html").write_text("<p> </p>", encoding="utf-8")


@fault("PB683")
def import_into_parts(project, patch):
    pack = "title: In parts\nparts:\n  - title: One\n    documents: [programme]\n"
    (project / "content/packs/parts.yaml").write_text(pack, encoding="utf-8")
    (project / "text.html").write_text("<p>Words.</p>", encoding="utf-8")


@fault("PB560")
def stale_pack_in_a_zip(project, patch):
    pack = project / "content/packs/day.yaml"
    pack.with_name("evening.yaml").write_bytes(pack.read_bytes())
    manifest = project / "output/standard/evening/manifest.json"
    manifest.parent.mkdir(parents=True)
    entry = {"name": "programme.pdf", "sha256": ""}
    manifest.write_text(json.dumps({"files": [entry]}), encoding="utf-8")
    for archive in ("standard.zip", "standard/evening.zip"):
        (project / "output" / archive).write_bytes(b"")
