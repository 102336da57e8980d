package dev.offing.engine;

import dev.offing.engine.strand.Strand;

/** Carets that follow the text: anchors, made from offsets and back. */
final class Carets {

    private final DocumentState state;
    private final TextLocator locator;

    Carets(DocumentState state, TextLocator locator) {
        this.state = state;
        this.locator = locator;
    }

    Document.Caret caret(TextTarget target, int offset, boolean afterLeft) {
        TextGap gap = locator.gap(target, offset);
        Strand elements = gap.segment.strand.elements;
        Anchor anchor;
        if (afterLeft) {
            anchor = gap.leftIndex < 0 ? new Anchor.Start() : new Anchor.After(id(elements, gap.leftIndex));
        } else {
            boolean atEnd = gap.rightIndex() == elements.elementCount();
            anchor = atEnd ? new Anchor.End() : new Anchor.Before(id(elements, gap.rightIndex()));
        }
        return new Document.Caret(gap.segment.strand.id, anchor);
    }

    private OpId id(Strand elements, int index) {
        return state.agents.id(elements.agentAt(index), elements.counterAt(index));
    }

    /** Null if the strand or the element is not known, or not shown. */
    Document.CaretPosition resolve(Document.Caret caret) {
        TextStrand strand = state.strand(caret.strand());
        if (strand == null) {
            return null;
        }
        return switch (caret.anchor()) {
            case Anchor.Start start -> locator.position(strand, 0);
            case Anchor.End end -> locator.position(strand, strand.elements.elementCount());
            case Anchor.Before before -> at(strand, before.element(), 0);
            case Anchor.After after -> at(strand, after.element(), 1);
        };
    }

    private Document.CaretPosition at(TextStrand strand, OpId element, int shift) {
        if (state.strandOf(element) != strand) {
            return null;
        }
        int index = strand.elements.indexOf(state.agents.find(element.replica()), element.counter());
        return locator.position(strand, index + shift);
    }
}
