//! Tests of `page/human/snippet.rs`.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_snippet_is_wider_than_the_terminal(
        text in "[a-z日😀é\u{301} ]{0,200}",
        from in 0usize..200,
        length in 0usize..80,
        available in 12usize..120,
        label in 0usize..80,
        cuts in (any::<bool>(), any::<bool>()),
    ) {
        let boundaries: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let start = from.min(boundaries.len() - 1);
        let end = (start + length).min(boundaries.len() - 1);
        let excerpt = Excerpt {
            highlight: Span::new(boundaries[start], boundaries[end]),
            text: text.clone(),
            column: 1,
            cut_before: cuts.0,
            cut_after: cuts.1,
        };
        let window = fit(&excerpt, available, label, "…");
        prop_assert!(window.text.width() <= available, "{:?}", window.text);
        prop_assert!(window.text.get(window.highlight.start..window.highlight.end).is_some());
        let marked = excerpt.highlight.slice(&excerpt.text);
        prop_assert!(marked.starts_with(window.highlight.slice(&window.text)));
        prop_assert!(marked.is_empty() || marked.width() == 0 || !window.highlight.is_empty());
    }
}
