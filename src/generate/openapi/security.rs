//! How a caller proves who it is, and where a door stands.

use crate::generate::Order;
use crate::generate::json::Members;
use crate::model::name::Text;
use crate::model::system::{Auth, Endpoint};

use super::document::{SecurityScheme, Server};

/// The name and the scheme of a door's authentication; `None` for a door without one. `Err` says what cannot be said.
pub(super) fn scheme(endpoint: &Endpoint) -> Result<Option<(&'static str, SecurityScheme)>, &'static str> {
    let plain = |kind, scheme, description: &str| SecurityScheme {
        kind,
        description: description.to_owned(),
        scheme,
        name: None,
        place: None,
    };
    Ok(match endpoint.auth.map(|auth| auth.value) {
        None | Some(Auth::None) => None,
        Some(Auth::Oauth2) => Some((
            "accessToken",
            plain("http", Some("bearer"), "An access token by OAuth 2.0 client credentials, sent as a bearer token."),
        )),
        Some(Auth::Basic) => Some(("password", plain("http", Some("basic"), "A user and a password."))),
        Some(Auth::Mtls) => Some(("clientCertificate", plain("mutualTLS", None, "A client certificate."))),
        Some(auth @ (Auth::ApiKey | Auth::Signature)) => {
            let header = endpoint.auth_header.as_ref().ok_or("which header it is sent in is not said: add `header`")?;
            let (name, description) = match auth {
                Auth::ApiKey => ("apiKey", "A key of the caller."),
                _ => ("signature", "A signature of the body."),
            };
            let scheme = SecurityScheme {
                kind: "apiKey",
                description: description.to_owned(),
                scheme: None,
                name: Some(header.value.to_string()),
                place: Some("header"),
            };
            Some((name, scheme))
        }
        Some(Auth::SshKey) => return Err("an SSH key does not open a door over HTTP"),
    })
}

/// What every call needs.
pub(super) fn requirement(scheme: Option<&(&'static str, SecurityScheme)>) -> Vec<Members<Vec<String>>> {
    scheme.iter().map(|(name, _)| [((*name).to_owned(), Vec::new())].into_iter().collect()).collect()
}

/// The address of a door and of the same door in each environment.
pub(super) fn servers(
    order: &Order<'_>,
    system: crate::model::id::Id<crate::model::system::System>,
    endpoint: &Endpoint,
) -> Result<Vec<Server>, (crate::source::Span, &'static str)> {
    let model = &order.analysis.facts.model;
    let mut servers = Vec::new();
    if let Some(url) = &endpoint.url {
        servers.push(Server { url: address(url)?, description: "Production".to_owned() });
    }
    for environment in model.environments.values() {
        let of_system = environment
            .systems
            .iter()
            .filter(|differs| differs.system.is_some_and(|named| named.target == Some(system)));
        for door in of_system.flat_map(|differs| &differs.endpoints).filter(|door| door.name.text == endpoint.name.text)
        {
            if let Some(url) = &door.url {
                servers.push(Server { url: address(url)?, description: environment.head.name.to_string() });
            }
        }
    }
    Ok(servers)
}

/// An address to which paths can be added.
fn address(url: &Text) -> Result<String, (crate::source::Span, &'static str)> {
    let text = url.value.trim_end_matches('/');
    let fits = text.starts_with("https://") || text.starts_with("http://");
    let bad = |c: char| c.is_whitespace() || c.is_control() || "{}<>\"\\^`|?#".contains(c);
    if !fits || text.contains(bad) {
        return Err((url.span, "paths can only be added to an address such as `https://host/path`"));
    }
    Ok(text.to_owned())
}
