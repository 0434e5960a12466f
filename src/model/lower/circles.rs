//! Circles among elements that each rest on at most one other.

/// The circles, each from its least index on. `next` says on which one an element rests.
pub(super) fn circles(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![usize::MAX; next.len()];
    let mut circles = Vec::new();
    for start in 0..next.len() {
        let mut at = start;
        while seen[at] == usize::MAX {
            seen[at] = start;
            let Some(after) = next[at] else { break };
            at = after;
        }
        if seen[at] == start && next[at].is_some() {
            circles.push(circle_of(next, at));
        }
    }
    circles
}

fn circle_of(next: &[Option<usize>], start: usize) -> Vec<usize> {
    let mut circle = vec![start];
    let mut at = next[start];
    while let Some(after) = at.filter(|after| *after != start) {
        circle.push(after);
        at = next[after];
    }
    let least = circle.iter().enumerate().min_by_key(|(_, index)| **index).map_or(0, |(at, _)| at);
    circle.rotate_left(least);
    circle
}

/// The names along a circle, back to the first.
pub(super) fn trail<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let again = names.first().copied();
    let quoted: Vec<String> = names.into_iter().chain(again).map(|name| format!("`{name}`")).collect();
    quoted.join(" -> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_circle_is_found_once_from_its_least_element() {
        let next = [Some(1), Some(2), Some(1), None, Some(4), Some(3), Some(7), Some(6)];
        assert_eq!(circles(&next), [vec![1, 2], vec![4], vec![6, 7]]);
        assert_eq!(trail(["a", "b"].into_iter()), "`a` -> `b` -> `a`");
    }
}
