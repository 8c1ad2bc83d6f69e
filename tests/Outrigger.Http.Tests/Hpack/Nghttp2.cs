using System.Runtime.InteropServices;
using System.Text;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>Field compression of nghttp2, Debian's library.</summary>
internal static unsafe partial class Nghttp2
{
    internal const string Library = "libnghttp2.so.14";

    private static readonly bool s_exists = NativeLibrary.TryLoad(Library, out _);

    internal static void SkipIfMissing() => Assert.SkipUnless(s_exists, "nghttp2 is not installed: apt-get install libnghttp2-14");

    /// <summary>A field as nghttp2 sees it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Field
    {
        internal byte* Name;
        internal byte* Value;
        internal nuint NameLength;
        internal nuint ValueLength;
        internal byte Flags;

        internal const byte NoIndex = 1;

        internal readonly KeyValuePair<string, string> Text => KeyValuePair.Create(
            Encoding.Latin1.GetString(Name, (int)NameLength), Encoding.Latin1.GetString(Value, (int)ValueLength));
    }

    /// <summary>A decoder.</summary>
    internal sealed class Inflater : IDisposable
    {
        private const int Final = 1;
        private const int Emit = 2;

        private readonly nint _handle;

        internal Inflater()
        {
            Assert.Equal(0, InflateNew(out _handle));
        }

        internal void SetTableBytesMax(int bytes) => Assert.Equal(0, InflateChangeTableSize(_handle, (nuint)bytes));

        /// <summary>The fields of a block; null when nghttp2 refuses it.</summary>
        internal List<(KeyValuePair<string, string> Field, bool IsNeverIndexed)>? Decode(byte[] block)
        {
            List<(KeyValuePair<string, string>, bool)> fields = [];
            fixed (byte* start = block)
            {
                byte* at = start;
                nuint left = (nuint)block.Length;
                while (true)
                {
                    int flags = 0;
                    nint taken = Inflate(_handle, out Field field, ref flags, at, left, 1);
                    if (taken < 0)
                        return null;
                    at += taken;
                    left -= (nuint)taken;
                    if ((flags & Emit) != 0)
                        fields.Add((field.Text, (field.Flags & Field.NoIndex) != 0));
                    if ((flags & Final) != 0)
                        break;
                }
            }

            Assert.Equal(0, InflateEnd(_handle));
            return fields;
        }

        public void Dispose() => InflateDelete(_handle);
    }

    /// <summary>An encoder.</summary>
    internal sealed class Deflater : IDisposable
    {
        private readonly nint _handle;

        internal Deflater(int tableBytesMax)
        {
            Assert.Equal(0, DeflateNew(out _handle, (nuint)tableBytesMax));
        }

        internal void SetTableBytesMax(int bytes) => Assert.Equal(0, DeflateChangeTableSize(_handle, (nuint)bytes));

        internal byte[] Encode(IReadOnlyList<(KeyValuePair<string, string> Field, bool IsNeverIndexed)> fields)
        {
            byte[] text = [.. fields.SelectMany(field => Encoding.Latin1.GetBytes(field.Field.Key + field.Field.Value)), 0];
            byte[] block = new byte[text.Length + (fields.Count * 16) + 16];
            Field[] native = new Field[fields.Count + 1];
            fixed (byte* start = text, destination = block)
            fixed (Field* first = native)
            {
                byte* at = start;
                for (int i = 0; i < fields.Count; i++)
                {
                    ((string name, string value), bool isNeverIndexed) = fields[i];
                    native[i] = new Field
                    {
                        Name = at,
                        NameLength = (nuint)name.Length,
                        Value = at + name.Length,
                        ValueLength = (nuint)value.Length,
                        Flags = isNeverIndexed ? Field.NoIndex : (byte)0,
                    };
                    at += name.Length + value.Length;
                }

                nint length = Deflate(_handle, destination, (nuint)block.Length, first, (nuint)fields.Count);
                Assert.True(length >= 0);
                return block[..(int)length];
            }
        }

        public void Dispose() => DeflateDelete(_handle);
    }

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_new")]
    private static partial int InflateNew(out nint inflater);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_del")]
    private static partial void InflateDelete(nint inflater);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_change_table_size")]
    private static partial int InflateChangeTableSize(nint inflater, nuint bytes);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_hd2")]
    private static partial nint Inflate(nint inflater, out Field field, ref int flags, byte* input, nuint length, int isFinal);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_end_headers")]
    private static partial int InflateEnd(nint inflater);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_new")]
    private static partial int DeflateNew(out nint deflater, nuint tableBytesMax);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_del")]
    private static partial void DeflateDelete(nint deflater);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_change_table_size")]
    private static partial int DeflateChangeTableSize(nint deflater, nuint bytes);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_hd")]
    private static partial nint Deflate(nint deflater, byte* buffer, nuint length, Field* fields, nuint count);
}
