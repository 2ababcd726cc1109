namespace Masterplan.Exoscale;

/// <summary>The kinds of error that a caller tells apart.</summary>
public enum ExoscaleErrorKind
{
    /// <summary>400 and other 4xx: the request is not one that the API does.</summary>
    Refused,

    /// <summary>401 and 403: wrong credentials, too few permissions, or a protected resource.</summary>
    Credentials,

    /// <summary>404: the resource, or one that the request names, does not exist.</summary>
    NotFound,

    /// <summary>409: a name is taken, or the resource is in use.</summary>
    Conflict,

    /// <summary>429: too many requests.</summary>
    TooManyRequests,

    /// <summary>5xx: the API failed.</summary>
    Server,

    /// <summary>No connection, or none that lasted until the answer, or no answer in time.</summary>
    Unreachable,

    /// <summary>The answer is not what the API documents.</summary>
    Answer,

    /// <summary>The request was accepted and its operation did not succeed.</summary>
    Operation,
}
