//! The known name that somebody probably meant.

/// The candidate that is spelt most like `name`, if one is near enough; the first of equals.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    const LONGEST: usize = 64;
    if name.len() > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    let near = candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST && *candidate != name);
    let scored = near.filter_map(|candidate| Some((distance(&lower, candidate)?, candidate)));
    scored.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// How far apart two names are, if they are near enough: one slip for each three letters, and always one.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    let candidate = candidate.to_lowercase();
    let allowed = (name.len().max(candidate.len()) / 3).max(1);
    let slips = strsim::damerau_levenshtein(name, &candidate);
    let shorter = name.len().min(candidate.len());
    if slips <= allowed && slips < shorter {
        return Some(slips);
    }
    // A part of the name, as `key` for `idempotency-key`, is near but never nearer than a slip.
    let part = shorter >= 3 && (candidate.split('-').any(|part| part == name) || candidate.starts_with(name));
    part.then_some(allowed + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven_and_another_word_is_not() {
        let words = ["owner", "object", "idempotency-key", "by", "to"];
        let check = |name: &str, meant: Option<&str>| assert_eq!(nearest(name, words), meant, "{name}");
        check("ownr", Some("owner"));
        check("Owner", Some("owner"));
        check("obejct", Some("object"));
        check("key", Some("idempotency-key"));
        check("at", None);
        check("system", None);
        check(&"x".repeat(1000), None);
    }
}
