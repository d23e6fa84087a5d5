//! As much of Markdown as the documentation uses: headings, fenced blocks, links and code spans.

/// A document, taken apart.
#[derive(Debug, Default)]
pub struct Page {
    pub headings: Vec<Heading>,
    pub blocks: Vec<Block>,
    /// Its lines outside of fences, with their numbers from 1.
    pub prose: Vec<(usize, String)>,
}

#[derive(Debug)]
pub struct Heading {
    pub level: usize,
    pub text: String,
    pub line: usize,
}

/// A fenced block.
#[derive(Debug)]
pub struct Block {
    /// What stands behind the opening fence.
    pub info: String,
    pub text: String,
    /// The line of the opening fence.
    pub line: usize,
    /// The line of the closing fence.
    pub end: usize,
    /// The heading above it.
    pub section: String,
}

impl Page {
    pub fn parse(text: &str) -> Self {
        let mut page = Self::default();
        let mut open: Option<Block> = None;
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            match (&mut open, line.strip_prefix("```")) {
                (Some(_), Some("")) => {
                    let block = open.take().map(|block| Block { end: number, ..block });
                    page.blocks.extend(block);
                }
                (Some(block), _) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, Some(info)) => {
                    let section = page.headings.last().map(|heading| heading.text.clone());
                    open = Some(Block {
                        info: info.to_owned(),
                        text: String::new(),
                        line: number,
                        end: 0,
                        section: section.unwrap_or_default(),
                    });
                }
                (None, None) => page.prose(number, line),
            }
        }
        assert!(open.is_none(), "a fence stays open: {open:?}");
        page
    }

    fn prose(&mut self, number: usize, line: &str) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if let Some(text) = line[level..].strip_prefix(' ').filter(|_| level > 0) {
            self.headings.push(Heading { level, text: text.to_owned(), line: number });
        }
        self.prose.push((number, line.to_owned()));
    }

    /// The targets of the links, with their lines.
    pub fn links(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (number, line) in &self.prose {
            let mut rest = line.as_str();
            while let Some((_, after)) = rest.split_once("](") {
                let (target, after) = after.split_once(')').unwrap_or((after, ""));
                found.push((*number, target.to_owned()));
                rest = after;
            }
        }
        found
    }

    /// What stands in backticks, with its line.
    pub fn code_spans(&self) -> Vec<(usize, String)> {
        let spans = |(number, line): &(usize, String)| {
            let odd = line.split('`').skip(1).step_by(2).map(str::to_owned);
            odd.map(|span| (*number, span)).collect::<Vec<_>>()
        };
        self.prose.iter().flat_map(spans).collect()
    }

    /// The anchors that GitHub gives to the headings.
    pub fn anchors(&self) -> Vec<String> {
        let slug = |heading: &Heading| {
            let kept = heading.text.to_lowercase();
            let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        };
        self.headings.iter().map(slug).collect()
    }
}

#[test]
fn a_page_is_taken_apart() {
    let page =
        Page::parse("# A `b` c?\nSee [x](y.md#z), `src/a.rs` and [w](v).\n## D\n```json payload\n# {}\n```\nend\n");
    assert_eq!(page.anchors(), ["a-b-c", "d"]);
    assert_eq!(page.links(), [(2, "y.md#z".to_owned()), (2, "v".to_owned())]);
    assert_eq!(page.code_spans(), [(1, "b".to_owned()), (2, "src/a.rs".to_owned())]);
    let block = &page.blocks[0];
    assert_eq!((block.info.as_str(), block.text.as_str(), block.line, block.end), ("json payload", "# {}\n", 4, 6));
    assert_eq!(block.section, "D");
}
