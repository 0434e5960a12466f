//! The date of today, for whoever does not pin it.

use jiff::ZonedDateTime;
use jiff::civil::Date;

/// The date where the user is.
pub fn today() -> Date {
    ZonedDateTime::now().date()
}
