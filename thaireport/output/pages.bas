' Run by thaireport inside a private LibreOffice profile. FOLDER (a file URL) and PDF_VERSION stand above.
' FOLDER/jobs lists file names; each becomes NAME.pdf; FOLDER/log says what is under way, so that a hung or
' crashed LibreOffice costs only the file that caused it.

Sub Main
  Dim jobs, job
  jobs = FreeFile
  Open FOLDER & "jobs" For Input As #jobs
  Do While Not Eof(jobs)
    Line Input #jobs, job
    If job <> "" Then Convert job
  Loop
  Close #jobs
  Tell "end"
  StarDesktop.terminate()
End Sub

Sub Convert(job)
  Dim document
  Tell "start " & job
  On Error GoTo Failed
  document = StarDesktop.loadComponentFromURL(FOLDER & job, "_blank", 0, Array( _
    Item("Hidden", True), Item("ReadOnly", False), Item("MacroExecutionMode", 0), Item("UpdateDocMode", 0)))
  If IsNull(document) Then
    Tell "failed " & job & " cannot be opened"
    Exit Sub
  End If
  Export document, FOLDER & job & ".pdf"
  document.close(True)
  Tell "done " & job
  Exit Sub
Failed:
  Tell "failed " & job & " " & Error$
  If Not IsNull(document) And Not IsEmpty(document) Then document.close(True)
End Sub

Sub Export(document, url)
  Dim filter
  filter = "writer_pdf_Export"
  If document.supportsService("com.sun.star.sheet.SpreadsheetDocument") Then
    filter = "calc_pdf_Export"
  Else
    SetThaiNumbers document
  End If
  document.storeToURL(url, Array(Item("FilterName", filter), Item("FilterData", Array( _
    Item("SelectPdfVersion", PDF_VERSION), Item("UseTaggedPDF", True)))))
End Sub

' "PAGE \* ThaiArabic" arrives as letters (CHARS_THAI = 32). Thai digits are the native digits (12) of a field
' that is inserted where the language is Thai; changing the field that is there has no effect.
Sub SetThaiNumbers(document)
  Dim fields, field, count, index
  Dim marked(0 To 9999)
  fields = document.getTextFields().createEnumeration()
  Do While fields.hasMoreElements() And count < 10000
    field = fields.nextElement()
    If IsPageField(field) Then
      If field.NumberingType = 32 Then
        marked(count) = field
        count = count + 1
      End If
    End If
  Loop
  For index = 0 To count - 1
    Replace_ document, marked(index)
  Next
End Sub

Function IsPageField(field) As Boolean
  IsPageField = field.supportsService("com.sun.star.text.TextField.PageNumber") _
    Or field.supportsService("com.sun.star.text.TextField.PageCount")
End Function

Sub Replace_(document, old)
  Dim place, fresh, thai As New com.sun.star.lang.Locale
  thai.Language = "th"
  thai.Country = "TH"
  place = old.getAnchor().getText().createTextCursorByRange(old.getAnchor())
  place.CharLocale = thai
  If old.supportsService("com.sun.star.text.TextField.PageCount") Then
    fresh = document.createInstance("com.sun.star.text.TextField.PageCount")
  Else
    fresh = document.createInstance("com.sun.star.text.TextField.PageNumber")
    fresh.SubType = old.SubType
    fresh.Offset = old.Offset
  End If
  fresh.NumberingType = 12
  place.getText().insertTextContent(place, fresh, True)
End Sub

Function Item(key, content)
  Dim pair As New com.sun.star.beans.PropertyValue
  pair.Name = key
  pair.Value = content
  Item = pair
End Function

Sub Tell(text)
  Dim handle
  handle = FreeFile
  Open FOLDER & "log" For Append As #handle
  Print #handle, text
  Close #handle
End Sub
