//! Tables as aligned text, Markdown or CSV.

use std::io::{self, Write};

use super::clean;
use crate::cli::arguments::TableFormat;

/// The most characters of a cell of a text table before it is continued on the next line.
const WIDEST: usize = 60;

/// A table of texts.
#[derive(Debug)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub fn new(head: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row with a cell for each column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Writes it.
    pub fn write(&self, out: &mut dyn Write, format: TableFormat) -> io::Result<()> {
        match format {
            TableFormat::Text => self.text(out),
            TableFormat::Markdown => self.markdown(out),
            TableFormat::Csv => self.csv(out),
        }
    }

    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let wrapped: Vec<Vec<Vec<String>>> =
            [&self.head].into_iter().chain(&self.rows).map(|row| row.iter().map(|cell| wrap(cell)).collect()).collect();
        let width = |column: usize| {
            let lines = wrapped.iter().flat_map(|row| row.get(column).into_iter().flatten());
            lines.map(|line| line.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        for (index, row) in wrapped.iter().enumerate() {
            // What is as in the row above is not said again, from the left up to the first difference.
            let above = index.checked_sub(1).and_then(|above| wrapped.get(above)).filter(|_| index > 1);
            let same = above.map_or(0, |above| row.iter().zip(above).take_while(|(cell, above)| cell == above).count());
            let nothing = Vec::new();
            let row: Vec<&Vec<String>> =
                row.iter().enumerate().map(|(column, cell)| if column < same { &nothing } else { cell }).collect();
            for at in 0..row.iter().map(|cell| cell.len()).max().unwrap_or_default() {
                let mut line = String::new();
                for (cell, width) in row.iter().zip(&widths) {
                    let part = cell.get(at).map_or("", String::as_str);
                    line += part;
                    line.extend(std::iter::repeat_n(' ', width + 2 - part.chars().count()));
                }
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        Ok(())
    }

    fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let line = |row: &[String]| {
            let cells = row.iter().map(|cell| clean::line(cell).replace('\\', "\\\\").replace('|', "\\|"));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        writeln!(out, "{}", line(&self.head))?;
        writeln!(out, "|{}", "---|".repeat(self.head.len()))?;
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", line(row)))
    }

    fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(&self.head)?;
        for row in &self.rows {
            csv.write_record(row.iter().map(|cell| clean::line(cell).into_owned()))?;
        }
        csv.flush()
    }
}

/// A cell in lines of at most [`WIDEST`] characters, broken after commas and between words.
fn wrap(cell: &str) -> Vec<String> {
    let cell = clean::line(cell);
    let options = textwrap::Options::new(WIDEST)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(&cell, options);
    lines.into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(table: &Table, format: TableFormat) -> String {
        let mut out = Vec::new();
        table.write(&mut out, format).expect("writing to memory does not fail");
        String::from_utf8(out).expect("a table is text")
    }

    #[test]
    fn a_table_is_aligned_and_long_cells_are_continued() {
        let mut table = Table::new(["a", "fields", "b"]);
        table.row(["x".to_owned(), "one, ".repeat(20).trim_end().to_owned(), "y|z".to_owned()]);
        let text = written(&table, TableFormat::Text);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("a  fields"), "{text}");
        assert_eq!(lines[0].find('b'), lines[1].find("y|z"), "{text}");
    }

    #[test]
    fn cells_do_not_end_their_column() {
        let mut table = Table::new(["a"]);
        table.row(["x|y \u{1b}[31m".to_owned()]);
        assert_eq!(written(&table, TableFormat::Markdown), "| a |\n|---|\n| x\\|y \\\\u{1b}[31m |\n");
        table.row(["a, \"b\"".to_owned()]);
        assert!(written(&table, TableFormat::Csv).ends_with("\"a, \"\"b\"\"\"\n"));
    }
}
