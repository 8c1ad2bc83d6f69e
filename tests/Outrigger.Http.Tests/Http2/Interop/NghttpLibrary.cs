using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Outrigger.Http.Tests.Hpack;

namespace Outrigger.Http.Tests.Http2.Interop;

/// <summary>The sessions of nghttp2, without sockets as ours.</summary>
internal static unsafe partial class NghttpLibrary
{
    private const string Library = Nghttp2.Library;
    private const byte HeadersFrame = 1;
    private const uint EndOfContent = 1;
    private const uint KeepsStreamOpen = 2;

    internal static nint Create(bool isServer, nint userData)
    {
        Assert.Equal(0, CallbacksNew(out nint callbacks));
        SetOnHeader(callbacks, &OnHeader);
        SetOnFrame(callbacks, &OnFrame);
        SetOnData(callbacks, &OnData);
        SetOnClose(callbacks, &OnClose);
        nint session;
        Assert.Equal(0, isServer ? ServerNew(out session, callbacks, userData) : ClientNew(out session, callbacks, userData));
        CallbacksDelete(callbacks);
        return session;
    }

    internal static void SubmitSettings(nint session, IReadOnlyList<(int Id, uint Value)> settings)
    {
        Setting[] native = [.. settings.Select(setting => new Setting { Id = setting.Id, Value = setting.Value }), default];
        fixed (Setting* first = native)
            Assert.Equal(0, SubmitSettings(session, 0, first, (nuint)settings.Count));
    }

    internal static int SubmitRequest(nint session, List<(string, string)> fields, bool hasContent)
    {
        DataProvider provider = new() { Read = &Read };
        using NativeFields native = new(fields);
        return SubmitRequest(session, null, native.First, (nuint)fields.Count, hasContent ? &provider : null, null);
    }

    internal static void SubmitResponse(nint session, int streamId, List<(string, string)> fields, bool hasContent)
    {
        DataProvider provider = new() { Read = &Read };
        using NativeFields native = new(fields);
        Assert.Equal(0, SubmitResponse(session, streamId, native.First, (nuint)fields.Count, hasContent ? &provider : null));
    }

    internal static void SubmitTrailers(nint session, int streamId, List<(string, string)> fields)
    {
        using NativeFields native = new(fields);
        Assert.Equal(0, SubmitTrailer(session, streamId, native.First, (nuint)fields.Count));
    }

    internal static nint Receive(nint session, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return Receive(session, start, (nuint)bytes.Length);
    }

    internal static byte[] Send(nint session)
    {
        List<byte> bytes = [];
        while (true)
        {
            nint length = Send(session, out byte* data);
            Assert.True(length >= 0);
            if (length == 0)
                return [.. bytes];
            bytes.AddRange(new ReadOnlySpan<byte>(data, (int)length));
        }
    }

    // SETTINGS_MAX_HEADER_LIST_SIZE, which we always send, is without limit before.
    internal static bool KnowsSettings(nint session) => GetRemoteSettings(session, 6) != uint.MaxValue;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnHeader(
        nint session, FrameHead* frame, byte* name, nuint nameLength, byte* value, nuint valueLength, byte flags, nint userData)
    {
        NghttpEndpoint.Of(userData).OnField(
            frame->StreamId, Encoding.Latin1.GetString(name, (int)nameLength), Encoding.Latin1.GetString(value, (int)valueLength));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnFrame(nint session, FrameHead* frame, nint userData)
    {
        if (frame->Type == HeadersFrame)
            NghttpEndpoint.Of(userData).OnHeadersEnd(frame->StreamId);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnData(nint session, byte flags, int streamId, byte* data, nuint length, nint userData)
    {
        NghttpEndpoint.Of(userData).OnContent(streamId, new ReadOnlySpan<byte>(data, (int)length));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(nint session, int streamId, uint code, nint userData)
    {
        NghttpEndpoint.Of(userData).OnClosed(streamId, code);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Read(nint session, int streamId, byte* buffer, nuint length, uint* flags, nint source, nint userData)
    {
        int taken = NghttpEndpoint.Of(userData).ReadContent(
            streamId, new Span<byte>(buffer, (int)length), out bool ends, out bool hasTrailers);
        *flags |= (ends ? EndOfContent : 0) | (hasTrailers ? KeepsStreamOpen : 0);
        return taken;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FrameHead
    {
        internal nuint Length;
        internal int StreamId;
        internal byte Type;
        internal byte Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Setting
    {
        internal int Id;
        internal uint Value;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct DataProvider
    {
        internal nint Source;
        internal delegate* unmanaged[Cdecl]<nint, int, byte*, nuint, uint*, nint, nint, nint> Read;
    }

    /// <summary>Fields in memory that does not move; nghttp2 copies them.</summary>
    private readonly ref struct NativeFields : IDisposable
    {
        internal NativeFields(List<(string Name, string Value)> fields)
        {
            int bytes = fields.Sum(field => field.Name.Length + field.Value.Length);
            First = (Nghttp2.Field*)NativeMemory.AllocZeroed((nuint)((fields.Count * sizeof(Nghttp2.Field)) + bytes));
            byte* at = (byte*)(First + fields.Count);
            for (int i = 0; i < fields.Count; i++)
            {
                (string name, string value) = fields[i];
                First[i] = new Nghttp2.Field
                {
                    Name = at,
                    NameLength = (nuint)name.Length,
                    Value = at + name.Length,
                    ValueLength = (nuint)value.Length,
                };
                Encoding.Latin1.GetBytes(name, new Span<byte>(at, name.Length));
                Encoding.Latin1.GetBytes(value, new Span<byte>(at + name.Length, value.Length));
                at += name.Length + value.Length;
            }
        }

        internal Nghttp2.Field* First { get; }

        public void Dispose() => NativeMemory.Free(First);
    }

    [LibraryImport(Library, EntryPoint = "nghttp2_session_callbacks_new")]
    private static partial int CallbacksNew(out nint callbacks);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_callbacks_del")]
    private static partial void CallbacksDelete(nint callbacks);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_callbacks_set_on_header_callback")]
    private static partial void SetOnHeader(
        nint callbacks, delegate* unmanaged[Cdecl]<nint, FrameHead*, byte*, nuint, byte*, nuint, byte, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_callbacks_set_on_frame_recv_callback")]
    private static partial void SetOnFrame(nint callbacks, delegate* unmanaged[Cdecl]<nint, FrameHead*, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_callbacks_set_on_data_chunk_recv_callback")]
    private static partial void SetOnData(nint callbacks, delegate* unmanaged[Cdecl]<nint, byte, int, byte*, nuint, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_callbacks_set_on_stream_close_callback")]
    private static partial void SetOnClose(nint callbacks, delegate* unmanaged[Cdecl]<nint, int, uint, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_server_new")]
    private static partial int ServerNew(out nint session, nint callbacks, nint userData);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_client_new")]
    private static partial int ClientNew(out nint session, nint callbacks, nint userData);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_del")]
    internal static partial void Delete(nint session);

    [LibraryImport(Library, EntryPoint = "nghttp2_submit_settings")]
    private static partial int SubmitSettings(nint session, byte flags, Setting* settings, nuint count);

    [LibraryImport(Library, EntryPoint = "nghttp2_submit_request")]
    private static partial int SubmitRequest(
        nint session, void* priority, Nghttp2.Field* fields, nuint count, DataProvider* provider, void* userData);

    [LibraryImport(Library, EntryPoint = "nghttp2_submit_response")]
    private static partial int SubmitResponse(nint session, int streamId, Nghttp2.Field* fields, nuint count, DataProvider* provider);

    [LibraryImport(Library, EntryPoint = "nghttp2_submit_trailer")]
    private static partial int SubmitTrailer(nint session, int streamId, Nghttp2.Field* fields, nuint count);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_mem_recv")]
    private static partial nint Receive(nint session, byte* input, nuint length);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_mem_send")]
    private static partial nint Send(nint session, out byte* data);

    [LibraryImport(Library, EntryPoint = "nghttp2_session_get_remote_settings")]
    private static partial uint GetRemoteSettings(nint session, int id);
}
