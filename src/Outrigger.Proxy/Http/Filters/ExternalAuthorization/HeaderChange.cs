using System.Text;
using Outrigger.Http;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>What becomes of a header that may be there already.</summary>
internal enum HeaderChangeKind : byte
{
    /// <summary>It is there once, with the new value.</summary>
    Set,

    /// <summary>One more is added.</summary>
    Add,

    /// <summary>The value is appended to the one that is there; nothing happens when none is.</summary>
    AppendIfPresent,

    /// <summary>The value is set when none is there.</summary>
    AddIfAbsent,

    /// <summary>The value is set when one is there.</summary>
    SetIfPresent,
}

/// <summary>One header that a service wants to be changed.</summary>
/// <param name="Name">The name in lower case.</param>
/// <param name="Value">The value.</param>
/// <param name="Kind">What becomes of what is there.</param>
internal readonly record struct HeaderChange(byte[] Name, byte[] Value, HeaderChangeKind Kind)
{
    /// <summary>Whether it can be made: the name is a token or a part of the request line, the value has no
    /// control characters.</summary>
    public bool IsValid
    {
        get
        {
            ReadOnlySpan<byte> name = Name;
            var token = name.StartsWith(":"u8) ? name[1..] : name;
            return HttpSyntax.IsToken(token) && HttpSyntax.IndexOfControl(Value) < 0;
        }
    }

    /// <summary>Makes a change from texts.</summary>
    /// <param name="name">The name in any case.</param>
    /// <param name="value">The value.</param>
    /// <param name="kind">What becomes of what is there.</param>
    public static HeaderChange Of(string name, byte[] value, HeaderChangeKind kind) =>
        new(Encoding.UTF8.GetBytes(name.ToLowerInvariant()), value, kind);

    /// <summary>Makes the change in headers of a request or a response.</summary>
    /// <param name="headers">The headers.</param>
    public void ApplyTo(in MutableHeaders headers)
    {
        switch (Kind)
        {
            case HeaderChangeKind.Add:
                headers.Add(Name, Value);
                break;
            case HeaderChangeKind.AppendIfPresent:
                headers.Append(Name, Value);
                break;
            case HeaderChangeKind.AddIfAbsent when headers.Contains(Name):
            case HeaderChangeKind.SetIfPresent when !headers.Contains(Name):
                break;
            default:
                headers.Replace(Name, Value);
                break;
        }
    }
}
