//! Natural numbers as decimal digits, the first one first: what is done by hand on paper, without a limit.

use std::cmp::Ordering;

/// The digits without zeros before them.
pub(super) fn trimmed(digits: &[u8]) -> &[u8] {
    let start = digits.iter().position(|digit| *digit != 0).unwrap_or(digits.len());
    &digits[start..]
}

pub(super) fn compare(left: &[u8], right: &[u8]) -> Ordering {
    let (left, right) = (trimmed(left), trimmed(right));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

pub(super) fn sum(left: &[u8], right: &[u8]) -> Vec<u8> {
    let length = left.len().max(right.len()) + 1;
    let mut digits = vec![0; length];
    let mut carry = 0;
    for at in 0..length {
        let total = digit_from_right(left, at) + digit_from_right(right, at) + carry;
        digits[length - 1 - at] = total % 10;
        carry = total / 10;
    }
    trimmed(&digits).to_vec()
}

/// The difference of two numbers, of which the first is not the smaller one.
pub(super) fn difference(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut digits = vec![0; left.len()];
    let mut borrowed = 0;
    for at in 0..left.len() {
        let (from, taken) = (digit_from_right(left, at), digit_from_right(right, at) + borrowed);
        borrowed = u8::from(from < taken);
        digits[left.len() - 1 - at] = from + 10 * borrowed - taken;
    }
    trimmed(&digits).to_vec()
}

pub(super) fn product(left: &[u8], right: &[u8]) -> Vec<u8> {
    // The sums of a column are carried once at the end; a column has fewer than 2^50 digits.
    let mut columns = vec![0_u64; left.len() + right.len()];
    for (at, a) in left.iter().rev().enumerate() {
        for (by, b) in right.iter().rev().enumerate() {
            columns[at + by] += u64::from(a * b);
        }
    }
    let mut carry = 0;
    let mut digits = Vec::with_capacity(columns.len());
    for column in columns {
        let total = column + carry;
        digits.push((total % 10) as u8);
        carry = total / 10;
    }
    digits.reverse();
    trimmed(&digits).to_vec()
}

/// The quotient by a number that is not zero, and the rest.
pub(super) fn quotient(above: &[u8], below: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut digits = Vec::with_capacity(above.len());
    let mut rest: Vec<u8> = Vec::new();
    for digit in above {
        rest.push(*digit);
        let mut times = 0;
        while compare(&rest, below) != Ordering::Less {
            rest = difference(trimmed(&rest), below);
            times += 1;
        }
        digits.push(times);
    }
    (trimmed(&digits).to_vec(), trimmed(&rest).to_vec())
}

fn digit_from_right(digits: &[u8], at: usize) -> u8 {
    digits.len().checked_sub(at + 1).map_or(0, |at| digits[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_operations_agree_with_those_of_the_machine() {
        let digits = |number: u128| -> Vec<u8> {
            let text = number.to_string();
            trimmed(&text.bytes().map(|byte| byte - b'0').collect::<Vec<_>>()).to_vec()
        };
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..2_000 {
            let (a, b) =
                (u128::from(random.u64(..) >> random.u32(..60)), u128::from(random.u64(..) >> random.u32(..60)));
            let (large, small) = (a.max(b), a.min(b));
            assert_eq!(sum(&digits(a), &digits(b)), digits(a + b));
            assert_eq!(difference(&digits(large), &digits(small)), digits(large - small));
            assert_eq!(product(&digits(a), &digits(b)), digits(a * b));
            assert_eq!(compare(&digits(a), &digits(b)), a.cmp(&b));
            if b > 0 {
                assert_eq!(quotient(&digits(a), &digits(b)), (digits(a / b), digits(a % b)));
            }
        }
    }
}
