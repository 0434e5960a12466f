//! Columns, as gofmt aligns them.

/// Lines of cells: each cell but the last of a line is filled up to the widest of its column.
pub fn columns(lines: &[Vec<String>]) -> Vec<String> {
    let count = lines.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let one = |line: &Vec<String>| {
        let last = line.len().saturating_sub(1);
        let cell = |(column, cell): (usize, &String)| {
            let fill = if column == last { 0 } else { widths[column] - cell.chars().count() };
            cell.clone() + &" ".repeat(fill)
        };
        line.iter().enumerate().map(cell).collect::<Vec<_>>().join(" ")
    };
    lines.iter().map(one).collect()
}

/// Keys and values, one pair to a line. Lines are aligned as long as their keys are about as long; the rule is that of
/// `exprList` in Go's package `go/printer`.
pub fn pairs(pairs: &[(String, String)]) -> Vec<String> {
    const SMALL: usize = 40;
    const RATIO: f64 = 2.5;
    let mut sections: Vec<Vec<Vec<String>>> = Vec::new();
    let (mut logarithms, mut count, mut before) = (0.0, 0.0, 0);
    for (key, value) in pairs {
        let size = key.len();
        let length = u32::try_from(size).map_or(f64::MAX, f64::from);
        let aligned = before > 0 && {
            let ratio = length / f64::exp(logarithms / f64::max(count, 1.0));
            count == 0.0 || (before <= SMALL && size <= SMALL) || (RATIO * ratio > 1.0 && ratio < RATIO)
        };
        if !aligned {
            sections.push(Vec::new());
            (logarithms, count) = (0.0, 0.0);
        }
        logarithms += length.ln();
        count += 1.0;
        before = size;
        let line = vec![format!("{key}:"), value.clone()];
        sections.last_mut().expect("the first pair begins a section").push(line);
    }
    sections.iter().flat_map(|section| columns(section)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_about_one_length_are_aligned() {
        let check = |keys: &[usize], widths: &[usize]| {
            let rows: Vec<(String, String)> = keys.iter().map(|key| ("k".repeat(*key), "v".to_owned())).collect();
            let found: Vec<usize> = pairs(&rows).iter().map(String::len).collect();
            assert_eq!(found, widths, "{keys:?}");
        };
        check(&[1, 3, 2], &[6, 6, 6]);
        check(&[1, 40, 2], &[43, 43, 43]);
        check(&[3, 66, 1], &[6, 69, 4]);
        check(&[], &[]);
    }
}
