//! Where messages go: the server behind a door, and how a client proves who it is.

use crate::generate::json_schema::sentence;
use crate::mapping::ir::Hindrance;
use crate::model::record::Direction;
use crate::model::system::{Auth, Endpoint};

use super::document::{SecurityScheme, Server};

/// The server behind a door.
pub(super) fn server(endpoint: &Endpoint) -> Result<Server, Hindrance> {
    let hindrance = |span, why: &str| Hindrance { span, why: why.to_owned(), direction: Direction::Both };
    let url = endpoint.url.as_ref().ok_or_else(|| hindrance(endpoint.span, "the endpoint has no `url`"))?;
    let bad = |c: char| c.is_whitespace() || c.is_control() || "{}<>\"\\^`|?#@".contains(c);
    let parts = url.value.split_once("://").filter(|(_, rest)| !rest.is_empty() && !rest.contains(bad));
    let (protocol, rest) = parts.ok_or_else(|| hindrance(url.span, "an address is written `protocol://host/path`"))?;
    let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(format!("/{path}"))));
    let scheme = |kind, scheme, place| vec![SecurityScheme { kind, scheme, place }];
    let security = match endpoint.auth {
        None => Vec::new(),
        Some(auth) => match auth.value {
            Auth::None => Vec::new(),
            Auth::Mtls => scheme("X509", None, None),
            Auth::Basic => scheme("userPassword", None, None),
            Auth::Oauth2 => scheme("http", Some("bearer"), None),
            Auth::ApiKey => scheme("apiKey", None, Some("password")),
            Auth::Signature | Auth::SshKey => return Err(hindrance(auth.span, "AsyncAPI has no word for this scheme")),
        },
    };
    let doc = endpoint.doc.as_ref().map(|doc| sentence(&doc.value));
    let description = doc.unwrap_or_else(|| format!("Endpoint `{}`.", endpoint.name));
    Ok(Server { host: host.to_owned(), pathname: path, protocol: protocol.to_owned(), description, security })
}
